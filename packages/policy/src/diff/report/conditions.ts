/**
 * The conditions of a box in words: facts about the client, what it carries, fetch metadata, tokens.
 *
 * @module
 */
import type { Bundle, Grant } from '@marque/core'
import type { Box } from '../boxes/index.ts'
import type { FactsClass } from '../change.ts'
import { conditionParts, listText } from '../edits/index.ts'
import { resourceNamed } from './resource-named.ts'

/** The two bundles. */
export type Bundles = readonly [before: Bundle, after: Bundle]

/** All conditions of a box; null for none. */
export function conditionOf(box: Box, bundles: Bundles): string | null {
  const { facts, site, token } = box.dimensions
  const parts = [
    facts === null ? null : factsText([...facts.values()], box, bundles),
    isCarriedToldElsewhere(box) ? null : carriedText(box),
    site === null ? null : (SITE_TEXTS[[...site.keys()].sort().join()] ?? null),
    token === null ? null : tokenText(new Set([...token.values()].map(({ value }) => value))),
    isOverLimits(box) ? 'where too many or too long header names are requested' : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}

/** The sentence about reading tells what is not carried; one about credentials is about requests that carry some. */
function isCarriedToldElsewhere(box: Box): boolean {
  const { aspect, dimensions } = box
  return dimensions.carried === null || aspect === 'credentials' || withoutText(box) !== null
}

/**
 * Without what a box is about reading: cookies, or any credentials. Null where it is about another aspect, and where credentials matter otherwise.
 */
export function withoutText({ aspect, dimensions: { carried } }: Box): string | null {
  if (aspect !== 'read' || carried === null) return null
  const { without, withOne } = combinationsOf(carried)
  if (withOne !== '' && withOne !== without) return null
  if (without === '-,a') return 'without cookies'
  if (without === 'a') return 'with an Authorization header and without cookies'
  return without === NO_CREDENTIALS ? 'without credentials' : null
}

/** For each grant of either side whose condition was read: whether it holds. */
type Literals = ReadonlyMap<string, boolean>

/** Conditions that are written; more are only mentioned. */
const MOST_TEXTS = 2

function factsText(classes: readonly FactsClass[], box: Box, bundles: Bundles): string {
  const texts = new Set(minimized(classes.map(literalsOf)).map((one) => textOf(one, box, bundles)))
  if (texts.size > MOST_TEXTS) return 'depending on the conditions of the grants'
  return [...texts].join(', or ')
}

function literalsOf({ holding, failing }: FactsClass): Literals {
  return new Map(
    ([0, 1] as const).flatMap((side) => [
      ...holding[side].map((at) => [`${side} ${at}`, true] as const),
      ...failing[side].map((at) => [`${side} ${at}`, false] as const),
    ]),
  )
}

/** Merges those that differ in one literal only, which then does not matter (Quine and McCluskey). */
function minimized(all: readonly Literals[]): readonly Literals[] {
  const keyOf = (literals: Literals): string => JSON.stringify([...literals].sort())
  let known = new Map(all.map((literals) => [keyOf(literals), literals]))
  for (let merged = true; merged; ) {
    merged = false
    for (const [key, literals] of known) {
      for (const [name, holds] of literals) {
        const other = keyOf(new Map([...literals, [name, !holds]]))
        if (!known.has(other)) continue
        const shorter = new Map([...literals].filter(([one]) => one !== name))
        known = new Map(known)
        known.delete(key)
        known.delete(other)
        known.set(keyOf(shorter), shorter)
        merged = true
        break
      }
      if (merged) break
    }
  }
  return [...known.values()]
}

/** Each condition once: what holds is not repeated in what does not. */
function textOf(literals: Literals, box: Box, bundles: Bundles): string {
  const parts = (wanted: boolean): readonly (readonly string[])[] =>
    [...literals].flatMap(([name, holds]) => {
      const grant = holds === wanted ? grantAt(name, box, bundles) : undefined
      return grant === undefined ? [] : [conditionParts(grant.grant, grant.versionInPath)]
    })
  const holding = [...new Set(parts(true).flat())]
  const failing = parts(false)
    .map((all) => all.filter((part) => !holding.includes(part)))
    .filter((all) => all.length > 0)
    .map((all) => (all.length > 1 ? `both ${listText(all, 'and')}` : listText(all, 'and')))
  const without = listText([...new Set(failing)], 'or')
  if (holding.length === 0)
    return without === '' ? 'under the conditions of a grant' : `without ${without}`
  return `with ${listText(holding, 'and')}${without === '' ? '' : `, but without ${without}`}`
}

function grantAt(
  name: string,
  { resources }: Box,
  bundles: Bundles,
): { readonly grant: Grant; readonly versionInPath: boolean } | undefined {
  const [side, at] = name.split(' ').map(Number)
  const bundle = bundles[side === 1 ? 1 : 0]
  const resource = resourceNamed(bundle, resources[side === 1 ? 1 : 0])
  const grant = resource?.grants[at ?? 0]
  const { apiVersion } = bundle.context
  return grant && { grant, versionInPath: apiVersion !== undefined && 'path' in apiVersion }
}

/** The one combination that carries nothing, as a key. */
const NO_CREDENTIALS = '-'

/** What is carried beside a certificate and without one: `c` a cookie, `a` Authorization, `-` nothing; empty for no request at all. */
function combinationsOf(carried: NonNullable<Box['dimensions']['carried']>): {
  readonly without: string
  readonly withOne: string
} {
  const keys = (wanted: boolean): string =>
    [...carried.values()]
      .filter(({ certificate }) => certificate === wanted)
      .map(
        ({ cookie, authorization }) =>
          `${cookie ? 'c' : ''}${authorization ? 'a' : ''}` || NO_CREDENTIALS,
      )
      .sort()
      .join()
  return { without: keys(false), withOne: keys(true) }
}

/** Where a certificate makes no difference, it is not mentioned; where it counts like a cookie (D13), it is mentioned with it. */
function carriedText({ dimensions: { carried } }: Box): string {
  if (carried === null) return ''
  const { without, withOne } = combinationsOf(carried)
  const text = CARRIED_TEXTS[without]
  if (text === undefined) return SOME_CREDENTIALS
  if (without === withOne) return text
  const withCookie = (key: string): string =>
    key
      .split(',')
      .filter((one) => one.startsWith('c'))
      .map((one) => one.slice(1) || NO_CREDENTIALS)
      .sort()
      .join()
  const isLikeCookie =
    withOne
      .split(',')
      .filter((one) => !one.startsWith('c'))
      .join() === withCookie(without) && withCookie(withOne) === withCookie(without)
  return isLikeCookie
    ? text
        .replace(
          'a cookie or an Authorization',
          'a cookie, a client certificate or an Authorization',
        )
        .replace('no cookie', 'neither a cookie nor a client certificate')
        .replace(/(without|with|both|either) a cookie(?!,)/, '$1 a cookie or client certificate')
    : SOME_CREDENTIALS
}

const SOME_CREDENTIALS = 'depending on the credentials that the request carries'

const CARRIED_TEXTS: { readonly [combinations: string]: string } = {
  '-': 'for requests without credentials',
  a: 'for requests with an Authorization header and no cookie',
  c: 'for requests with a cookie and no Authorization header',
  ca: 'for requests with a cookie and an Authorization header',
  '-,a': 'for requests without a cookie',
  '-,c': 'for requests without an Authorization header',
  '-,ca': 'for requests with both a cookie and an Authorization header, or neither',
  'a,c': 'for requests with either a cookie or an Authorization header',
  'a,ca': 'for requests with an Authorization header',
  'c,ca': 'for requests with a cookie',
  'a,c,ca': 'for requests with a cookie or an Authorization header',
  '-,a,c': 'for requests without both a cookie and an Authorization header',
  '-,a,ca': 'for requests without a cookie, or with an Authorization header',
  '-,c,ca': 'for requests with a cookie, or without an Authorization header',
}

const SITE_TEXTS: { readonly [classes: string]: string } = {
  other: 'for cross-site requests that load no document (Sec-Fetch-Site)',
  navigation: 'for cross-site navigations (Sec-Fetch-Site)',
  'navigation,other': 'for cross-site requests (Sec-Fetch-Site)',
  same: 'for requests without Fetch metadata of another site',
  'other,same': 'for requests other than cross-site navigations (Sec-Fetch-Site)',
  'navigation,same': 'for requests of the same site and cross-site navigations (Sec-Fetch-Site)',
}

function tokenText(values: ReadonlySet<string>): string | null {
  if (values.size === 3) return null
  if (values.has('valid')) return 'with an origin-bound token'
  return values.size === 2
    ? 'without a valid origin-bound token'
    : values.has('none')
      ? 'without an origin-bound token'
      : 'with an invalid origin-bound token'
}

function isOverLimits({ dimensions: { requestHeaders } }: Box): boolean {
  return (
    requestHeaders !== null && [...requestHeaders.values()].every(({ kind }) => kind === 'long')
  )
}
