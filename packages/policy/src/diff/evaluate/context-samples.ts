/**
 * What a layer may know of a sender: every combination of the facts that the fitting grants ask for.
 *
 * @module
 */
import type { Context, HeaderLine } from '@marque/core'
import { claimsAt } from '../../requests/index.ts'
import { type Asked, type Fact, factsFor } from './facts.ts'

export interface Setting {
  /** Header lines that conditions read. */
  readonly headers: readonly HeaderLine[]
  /** @param now Epoch milliseconds: a login has an age then, and a token is still good. */
  readonly contextAt: (now: number) => Context
  /** The tenant that the layer tells, where it tells one. */
  readonly told: string | null
  /** Nothing but the told tenant is known: what a preflight can be asked with. */
  readonly isBare: boolean
}

/** Combinations at most. */
export const MOST_SETTINGS = 2048

const MINUTE = 60_000

/** @returns The combinations, the one without any fact first; null where there are too many. */
export function settingsFor(asked: Asked): readonly Setting[] | null {
  const lists = factsFor(asked)
  if (lists === null) return null
  if (lists.reduce((count, list) => count * list.length, 1) > MOST_SETTINGS) return null
  let combined: readonly (readonly Fact[])[] = [[]]
  for (const list of lists) {
    combined = combined.flatMap((facts) =>
      list.map((fact) => (Object.keys(fact).length === 0 ? facts : [...facts, fact])),
    )
  }
  return combined.map((facts) => settingOf(facts, asked.origin))
}

function settingOf(facts: readonly Fact[], origin: string): Setting {
  const all: Fact = Object.assign({}, ...facts)
  const pointers = facts.flatMap(({ claims = [] }) => claims)
  const claims = pointers.length === 0 ? undefined : claimsAt(pointers)
  const { roles, scopes, apiVersion, age, tenant, token } = all
  return {
    headers: facts.flatMap(({ headers = [] }) => headers),
    contextAt: (now) => ({
      ...(roles !== undefined && { roles }),
      ...(scopes !== undefined && { scopes }),
      ...(apiVersion !== undefined && { apiVersion }),
      ...(age !== undefined && { authenticatedAt: now - age }),
      ...(tenant !== undefined && { tenant }),
      ...(claims !== undefined && { claims }),
      ...(token !== undefined && {
        token: { id: 'diff', origin, ...token, until: now + MINUTE },
      }),
    }),
    told: tenant ?? null,
    isBare: facts.every((fact) => fact.tenant !== undefined),
  }
}
