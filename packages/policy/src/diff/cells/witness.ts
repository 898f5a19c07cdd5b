/**
 * A request of a cell.
 *
 * @module
 */
import { type Context, decide, type HeaderLine, type Vector } from '@marque/core'
import type { JudgeInput, PreparedPolicy } from '@marque/core/engine'
import type { Choice, Dimensions, ReadChoice, ResourcePair } from '../atoms/index.ts'
import type { Place, RequestShape } from '../places/index.ts'
import { bothSides, type Side } from '../sides.ts'
import type { Witness } from './cell.ts'
import type { Fork, InputName } from './explore.ts'
import { narrowPolicy } from './narrow-policy.ts'

/** Makes requests of one cell at places, and decides them. */
export interface WitnessMaker {
  readonly request: (place: Place) => Vector['in']
  readonly witness: (place: Place) => Witness
}

/**
 * Makes requests of one cell.
 *
 * @param forks Those of its leaf; they may change afterwards.
 */
export function witnessMaker(
  pair: ResourcePair,
  dimensions: Dimensions,
  shape: RequestShape,
  forks: readonly Fork[],
): WitnessMaker {
  const chosen = new Map<InputName, Choice<unknown>>()
  for (const { name, choices, at } of forks) {
    const choice = choices[at]
    if (choice !== undefined) chosen.set(name, choice)
  }
  let template: Template | undefined
  const request = (place: Place): Vector['in'] => {
    template ??= templateOf(pair, dimensions, shape, chosen)
    return requestAt(template, place)
  }
  return {
    request,
    witness: (place) => {
      const input = request(place)
      const { request: sent, context, moment } = input
      const [before, after] = bothSides((side) =>
        decide(policyAt(pair, side, place, chosen), sent, context, moment),
      )
      return { in: input, before, after }
    },
  }
}

/** The policy, with the grants for the chosen origin only where the resource of the place is that of the pair. */
function policyAt(
  pair: ResourcePair,
  side: Side,
  { resources }: Place,
  chosen: ReadonlyMap<InputName, Choice<unknown>>,
): PreparedPolicy {
  const resource = pair.resources[side]
  const origin = chosen.get('origin') as Choice<JudgeInput['origin']> | undefined
  const isOfPair = resource !== null && resource.name === resources[side]
  return isOfPair && origin !== undefined
    ? narrowPolicy(pair, side, { origin: origin.values[side] })
    : pair.policies[side]
}

/** A request without its url; the token, where there is one, depends on the place. */
interface Template {
  readonly method: string
  readonly headers: readonly HeaderLine[]
  readonly context: Context
  readonly token: Choice<Context['token']> | null
  readonly now: number
}

function requestAt({ method, headers, context, token, now }: Template, place: Place): Vector['in'] {
  const bound = token === null ? undefined : tokenAt(token, place)
  return {
    request: { method, url: place.url, headers },
    context: bound === undefined ? context : { ...context, token: bound },
    moment: { now },
  }
}

function templateOf(
  { senders }: ResourcePair,
  dimensions: Dimensions,
  shape: RequestShape,
  chosen: Map<InputName, Choice<unknown>>,
): Template {
  // What the cell does not read is as in the first class.
  const read: ReadChoice = <Name extends InputName>(name: Name) => {
    let choice = chosen.get(name)
    if (choice === undefined) {
      const choices = dimensions[name].choices(read)
      if (typeof choices !== 'string') choice = choices[0]
      if (choice === undefined) throw new TypeError(`no class of \`${name}\``)
      chosen.set(name, choice)
    }
    return choice as Choice<JudgeInput[Name]>
  }
  const headers: HeaderLine[] = []
  if (shape !== 'plain') headers.push(...originLines(read, senders.own))
  // To the side for which the origin is own, a preflight has the method OPTIONS.
  const method = read('method').values[senders.on[0] ? 1 : 0]
  if (shape === 'preflight') {
    headers.push(['Access-Control-Request-Method', method])
    for (const line of read('requestHeaders').values[0] ?? []) {
      headers.push(['Access-Control-Request-Headers', line])
    }
  }
  if (shape === 'websocket') headers.push(['Connection', 'Upgrade'], ['Upgrade', 'websocket'])
  if (read('cookie').values[0]) headers.push(['Cookie', 'session=1'])
  if (read('authorization').values[0]) headers.push(['Authorization', 'Bearer token'])
  if (!isByFetchMetadata(senders.own)) headers.push(...siteLines(read('site').values[0]))
  const facts = chosen.has('facts') ? read('facts') : null
  headers.push(...(facts?.headers ?? []))
  return {
    method: shape === 'preflight' ? 'OPTIONS' : method,
    headers,
    context: {
      ...facts?.values[0].context,
      ...(read('certificate').values[0] && { certificate: true }),
    },
    token: chosen.has('token') ? read('token') : null,
    now: read('now').values[0],
  }
}

function originLines(read: ReadChoice, own: readonly string[]): readonly HeaderLine[] {
  if (isByFetchMetadata(own)) {
    return [
      ['Origin', 'null'],
      ['Sec-Fetch-Site', 'same-origin'],
    ]
  }
  const { lines, value } = read('origin').values[0]
  return Array.from({ length: lines }, (): HeaderLine => ['Origin', value])
}

function isByFetchMetadata([origin]: readonly string[]): boolean {
  return origin === 'null'
}

function siteLines(site: JudgeInput['site']): readonly HeaderLine[] {
  if (site === 'same') return []
  const isDocument = site === 'navigation'
  return [
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Mode', isDocument ? 'navigate' : 'no-cors'],
    ['Sec-Fetch-Dest', isDocument ? 'document' : 'image'],
  ]
}

/** A token is for the resource of its place; other places with the same rules have resources of other names. */
function tokenAt(
  { values: [token], key }: Choice<Context['token']>,
  { resources, tenants }: Place,
): Context['token'] {
  if (typeof token !== 'object') return token
  const side = key.startsWith('true') ? 0 : 1
  return { ...token, tenant: tenants[side], resource: resources[side] ?? '' }
}
