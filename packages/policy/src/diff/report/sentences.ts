/**
 * The sentence of a change.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import type { Box } from '../boxes/index.ts'
import type { TimeSpan } from '../change.ts'
import { listText } from '../edits/index.ts'
import { type Bundles, withoutText } from './conditions.ts'
import type { BoxGroup } from './group-boxes.ts'
import { hasMoreSpecific } from './more-specific.ts'
import { type Senders, sendersText } from './senders.ts'

/** What a sentence says besides its box. */
export interface SentenceFacts {
  readonly senders: Senders
  readonly paths: readonly string[]
  /** For which tenants; empty where it does not matter. */
  readonly tenants: string
  readonly during: TimeSpan | null
  readonly condition: string | null
}

/** The sentence of a group of boxes, without its final period. */
export function sentenceOf(group: BoxGroup, facts: SentenceFacts, bundles: Bundles): string {
  const parts = [
    claimOf(group, facts, bundles),
    facts.tenants,
    facts.during === null ? '' : spanText(facts.during),
    facts.condition ?? '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function claimOf(
  { lead, headers }: BoxGroup,
  { senders, paths }: SentenceFacts,
  bundles: Bundles,
): string {
  const { aspect, direction, shape, own, credentials, names } = lead
  const opens = direction === 'wider'
  const may = opens ? 'may' : 'may no longer'
  const now = opens ? 'now' : 'no longer'
  const who = own.length === 0 ? sendersText(senders) : ownText(lead, bundles)
  const where = isAmbiguous(lead) ? 'ambiguous paths' : pathsText(paths, lead, bundles)
  const what = `${methodsText(lead)} ${where}`
  switch (aspect) {
    case 'read': {
      if (shape === 'websocket') return `${who} ${may} open a WebSocket at ${where}`
      const sending = headers.length === 0 ? '' : `, sending ${namesText(headers)}`
      const without = withoutText(lead)
      const how = credentials && own.length === 0 ? ' with credentials' : ''
      return `${who} ${may} read ${what}${without === null ? how : ` ${without}`}${sending}`
    }
    case 'credentials':
      return shape === 'preflight'
        ? `a preflight of ${who} for ${what} ${now} allows credentials`
        : `${who} ${may} read ${what} with credentials`
    case 'reach':
      return shape === 'plain'
        ? `requests without Origin ${now} reach the application: ${what}`
        : `requests of ${who} ${now} reach the application: ${what}`
    case 'preflight':
      return preflightText(lead, headers, { who, what, may, now })
    case 'expose':
      return `script of ${who} ${opens ? 'sees' : 'no longer sees'} ${namesText(names)} of ${what}`
    case 'timing':
      return `script of ${who} ${opens ? 'sees' : 'no longer sees'} how long ${what} took`
    case 'embed':
      return `pages of other sites may embed or load ${opens ? 'more' : 'less'} of ${what}`
    case 'authentication':
      return `a login is ${opens ? 'no longer' : 'now'} required for ${what}`
  }
}

/** Own origins, and at which hosts they become or cease to be own (D6). */
function ownText({ own, kinds }: Box, bundles: Bundles): string {
  const isOne = own.length === 1
  const names = own.length > 2 ? `${own.length} origins` : listText(own.map(nameText), 'and')
  const isNow = kinds[1] === 'same-origin'
  const noun = isOne ? 'an own origin' : 'own origins'
  if (isNow && kinds[0] === 'same-origin') return `${names} as ${noun}`
  const hosts = own.map((origin) =>
    bundles
      .map((bundle) => ownHosts(bundle, origin))
      .sort()
      .join(),
  )
  const where = hosts.every((one) => one === 'none,own')
    ? ` at ${isOne ? 'its own host' : 'their own hosts'}`
    : hosts.every((one) => one === 'any,own')
      ? ' at other hosts'
      : ''
  return `${names}, ${isNow ? 'now' : 'no longer'} ${noun}${where},`
}

function nameText(origin: string): string {
  return origin === 'null' ? '`null`' : origin
}

/** D6: the only entry of `self` is own whatever the host. */
function ownHosts({ self }: Bundles[0], origin: string): 'any' | 'own' | 'none' {
  if (self.length === 1 && self[0] === origin) return 'any'
  if (self.includes(origin)) return 'own'
  return self.some((entry) => entry.includes('{tenant}') && fitsTemplate(origin, entry))
    ? 'own'
    : 'none'
}

function fitsTemplate(origin: string, entry: string): boolean {
  const [start = '', end = ''] = entry.split('{tenant}')
  return origin.startsWith(start) && origin.endsWith(end)
}

function preflightText(
  { dimensions: { requestHeaders } }: Box,
  headers: readonly string[],
  { who, what, may, now }: { readonly [word in 'who' | 'what' | 'may' | 'now']: string },
): string {
  const kinds = new Set([...(requestHeaders?.values() ?? [])].map(({ kind }) => kind))
  if (requestHeaders === null) return `a preflight of ${who} for ${what} is ${now} granted`
  if (!kinds.has('none')) return `${who} ${may} send ${namesText(headers)} with ${what}`
  const limited =
    headers.length === 0
      ? 'without header names'
      : `without header names or with ${namesText(headers)}`
  return `a preflight of ${who} for ${what} is ${now} granted, ${limited}`
}

/** GET includes HEAD. */
function methodsText({ dimensions: { method }, methods: all }: Box): string {
  const methods = [...method.keys()]
  const others = methods.includes('*')
  if (others && all.every((one) => method.has(one))) return 'any method on'
  const named = methods
    .filter((one) => one !== '*' && !(one === 'HEAD' && method.has('GET')))
    .sort()
  if (others && named.length === 0) return 'any other method on'
  return others ? `${named.join(', ')} and any other method on` : named.join(', ')
}

/** Whether no side can tell a resource: the paths are not those of a pattern. */
function isAmbiguous({ dimensions: { place } }: Box): boolean {
  return [...place.values()].every(({ leads }) =>
    leads.every((lead) => lead === 'ambiguous' || lead === 'unreadable'),
  )
}

/** More paths are counted instead of named. */
const MOST_PATHS = 3

/** Path patterns; below a wide one other resources can decide, of which the change does not speak. */
function pathsText(paths: readonly string[], { resources }: Box, bundles: Bundles): string {
  const text =
    paths.length > MOST_PATHS
      ? `${paths.slice(0, MOST_PATHS - 1).join(', ')} and ${paths.length - MOST_PATHS + 1} more paths`
      : paths.join(', ')
  const isWide = paths.some((path) => hasMoreSpecific(path, resources, bundles))
  return isWide ? `${text} (not where a more specific resource decides)` : text
}

function namesText(names: readonly string[]): string {
  const named = names.filter((name) => name !== '*')
  if (named.length === names.length) return named.join(', ')
  if (names.join() === '*,authorization') return 'any header'
  return named.length === 0 ? 'any other header' : `${named.join(', ')} and any other header`
}

/** A time span in words. */
export function spanText({ from, until }: TimeSpan): string {
  const start = from === null ? '' : `from ${formatInstant(from)}`
  const end = until === null ? '' : `until ${formatInstant(until)}`
  return [start, end].filter((part) => part !== '').join(' ')
}

/** Several time spans in words. */
export function spansText(spans: readonly TimeSpan[]): string {
  return listText(spans.map(spanText), 'or')
}
