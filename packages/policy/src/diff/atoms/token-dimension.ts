/**
 * The dimension of the origin-bound token (D16).
 *
 * @module
 */
import type { Context } from '@marque/core'
import type { JudgeInput, PreparedResource } from '@marque/core/engine'
import { bothSides, type Side, type Sides } from '../sides.ts'
import type { TokenAtom } from './atom.ts'
import type { Choice, Dimension } from './dimension.ts'
import type { ResourcePair } from './pair.ts'

type Token = Context['token']

/** 9999-12-31: a token that does not end. */
const NO_END = Date.UTC(9999, 11, 31)

/** None, an invalid one, and for each side the one that is valid there. A revoked token is as an invalid one. */
export function tokenDimension(pair: ResourcePair): Dimension<Token> {
  return {
    choices: (read) => {
      const { values } = read('origin')
      const valid = ([0, 1] as const).flatMap((side) => tokenFor(pair, side, values[0].value) ?? [])
      const tokens: readonly Token[] = [undefined, 'invalid', ...valid]
      const found = new Map<string, Choice<Token>>()
      for (const token of tokens) {
        const on = bothSides((side) => isValid(pair, side, token, values[side].value, 0, undefined))
        const key = keyOfToken(token, on)
        if (!found.has(key))
          found.set(key, { key, values: [token, token], atom: atomOf(token, on) })
      }
      return [...found.values()]
    },
    keyOf: (inputs) => {
      const { token } = inputs[0]
      const on = bothSides((side) => {
        const { origin, now, revokedTokens } = inputs[side]
        return isValid(pair, side, token, origin.value, now, revokedTokens)
      })
      return keyOfToken(token, on)
    },
  }
}

function tokenFor({ resources, tenants }: ResourcePair, side: Side, origin: string): Token {
  const resource = resources[side]
  if (!readsToken(resource)) return undefined
  return { id: 'diff', origin, tenant: tenants[side], resource: resource.name, until: NO_END }
}

function readsToken(resource: PreparedResource | null): resource is PreparedResource {
  return resource?.grants.some(({ grant }) => grant.token) === true
}

/** Valid where the token matters at all. */
function isValid(
  { resources, tenants }: ResourcePair,
  side: Side,
  token: Token,
  origin: string,
  now: number,
  revoked: JudgeInput['revokedTokens'],
): boolean {
  return (
    typeof token === 'object' &&
    readsToken(resources[side]) &&
    token.origin === origin &&
    token.tenant === tenants[side] &&
    token.resource === resources[side]?.name &&
    now < token.until &&
    revoked?.includes(token.id) !== true
  )
}

function keyOfToken(token: Token, on: Sides<boolean>): string {
  return token === undefined ? 'none' : on.join()
}

function atomOf(token: Token, valid: Sides<boolean>): Omit<TokenAtom, 'key' | 'siblings'> {
  if (token === undefined) return { value: 'none', valid }
  return { value: valid[0] || valid[1] ? 'valid' : 'invalid', valid }
}
