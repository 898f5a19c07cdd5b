/**
 * URLs that a match of a resource covers.
 *
 * @module
 */
import {
  type Bundle,
  isMixedContent,
  type Match,
  type PathPattern,
  readPathPattern,
} from '@marque/core'

export interface UrlOptions {
  /** The tenant that host or path names, where the policy reads it there. */
  readonly tenant?: string | null
  /** The API version that the path names, where the policy reads it there. */
  readonly apiVersion?: string | null
  /** The text of a free segment, by its name in the pattern (null behind a `**`). Default: `x`. */
  readonly segment?: (name: string | null) => string
}

/** The text of a free segment where any will do. */
export const ANY_SEGMENT = 'x'

/** Own origins, those that an https page can request first (Mixed Content): examples are of requests that browsers send. */
export function requestableFirst(self: readonly string[]): readonly string[] {
  const isMixed = (origin: string): boolean =>
    isMixedContent('https://page.example', `${origin.replace('{tenant}', ANY_SEGMENT)}/`)
  return [...self].sort((a, b) => Number(isMixed(a)) - Number(isMixed(b)))
}

/**
 * Makes a URL that the match covers, on the policy's first own origin where the match names no host; one that an https page can request
 * comes before others. For `/**` it is the base path.
 *
 * Another resource may be more specific for it: who needs to know decides the request.
 *
 * @returns `undefined` where the bundle has no own origin or the path is no pattern, which a valid bundle never has.
 */
export function sampleUrl(
  match: Match,
  bundle: Bundle,
  options: UrlOptions = {},
): string | undefined {
  const pattern = readPathPattern(match.path)
  const origin = originFor(match.host, bundle, options.tenant ?? null)
  if (origin === undefined || pattern === undefined) return undefined
  return `${origin}/${segmentsFor(pattern, bundle, options).join('/')}`
}

/**
 * Makes the URLs that represent a match: its literal path, or for `/**` its base, its base with a slash, and one child that no pattern of
 * the policy names.
 */
export function sampleUrls(
  match: Match,
  bundle: Bundle,
  options: UrlOptions = {},
): readonly string[] {
  const url = sampleUrl(match, bundle, options)
  if (url === undefined) return []
  if (!match.path.endsWith('/**')) return [url]
  const base = url.replace(/\/$/, '')
  return [...new Set([url, `${base}/`, `${base}/${unusedSegment(bundle)}`])]
}

/** A segment that no path pattern of the bundle names. */
export function unusedSegment(bundle: Bundle): string {
  const patterns = bundle.resources.flatMap(({ match }) =>
    match.flatMap(({ path }) => readPathPattern(path) ?? []),
  )
  const literals = patterns.flatMap(({ segments }) =>
    segments.flatMap((segment) => ('literal' in segment ? segment.literal : [])),
  )
  return firstUnused(['no-such-resource'], 'no-such-resource-', new Set(literals))
}

const PLAUSIBLE: readonly (readonly [name: RegExp, value: string])[] = [
  [/uuid|guid/i, '00000000-0000-4000-8000-000000000000'],
  [/version/i, 'v1'],
  [/date|day/i, '2026-01-01'],
  [/year/i, '2026'],
  [/lang|locale/i, 'en'],
  [/country|region/i, 'de'],
  [/currency/i, 'eur'],
  [/file/i, 'file.txt'],
  [/user|account|customer|member|owner/i, 'alice'],
  [/name|slug|key|tag/i, 'sample'],
]

/** A value that an application may know for a segment of this name: `1` where the name says nothing of its kind. */
export function plausibleSegment(name: string | null): string {
  if (name === null || /id$/i.test(name)) return '1'
  return PLAUSIBLE.find(([pattern]) => pattern.test(name))?.[1] ?? '1'
}

/**
 * The same URL on another host that the match covers as well: matches with a host of their own are more specific (D7).
 *
 * @param number Which one, from 1.
 * @returns `undefined` where there is none.
 */
export function urlOnOtherHost(
  url: string,
  { host }: Match,
  { self }: Bundle,
  number: number,
): string | undefined {
  const [, scheme = '', authority = '', path = ''] = /^(.*?:\/\/)([^/]*)(.*)$/.exec(url) ?? []
  if (host === null) {
    const usual = `${scheme}${authority}`
    const others = [...self, `${scheme}other.${authority}`].filter(
      // `http:` at the same host is no other host, and an https page cannot request it.
      (one) => one.replace(/^http:/, scheme.slice(0, -2)) !== usual && !one.includes('{'),
    )
    const other = others[number - 1]
    return other === undefined ? undefined : `${other}${path}`
  }
  return host.startsWith('*.')
    ? `${scheme}${'b.'.repeat(number)}a${host.slice(1)}${path}`
    : undefined
}

/** An own origin: scheme with its colon and slashes, and host without and with its port. */
interface OwnHost {
  readonly scheme: string
  readonly name: string
  readonly authority: string
}

/**
 * The origin of a URL on a host of the match: at an own host with the scheme and port of its entry of `self`, at another one with the
 * scheme of the nearest entry.
 */
function originFor(
  host: Match['host'],
  { self, tenancy }: Bundle,
  tenant: string | null,
): string | undefined {
  const own = requestableFirst(self).map((entry): OwnHost => {
    const text = entry.replace('{tenant}', tenant ?? ANY_SEGMENT)
    const end = text.indexOf('://') + 3
    const authority = text.slice(end)
    return { scheme: text.slice(0, end), name: authority.replace(/:[0-9]+$/, ''), authority }
  })
  const [first] = own
  if (first === undefined) return undefined
  const named = (name: string): string => {
    const { scheme, authority } = own.find((one) => one.name === name) ?? {
      ...first,
      authority: name,
    }
    return `${scheme}${authority}`
  }
  const ofTenant =
    tenant !== null && tenancy !== null && 'host' in tenancy
      ? tenancy.host.replace('{tenant}', tenant)
      : undefined
  if (host === null)
    return ofTenant === undefined ? first.scheme + first.authority : named(ofTenant)
  if (!host.startsWith('*.')) return named(host)
  const suffix = host.slice(1)
  const known = [ofTenant, first.name].find((name) => name?.endsWith(suffix))
  if (known !== undefined) return named(known)
  const { scheme } = own.find(({ name }) => name.endsWith(suffix)) ?? first
  return `${scheme}a${suffix}`
}

/** The literals of the pattern, and in its free segments what the templates of tenancy and API version require there. */
function segmentsFor(
  pattern: PathPattern,
  { tenancy, context }: Bundle,
  { tenant = null, apiVersion = null, segment = () => ANY_SEGMENT }: UrlOptions,
): readonly string[] {
  const templates: { readonly pattern: PathPattern; readonly value: string }[] = []
  const add = (text: string, value: string | null): void => {
    const template = readPathPattern(text)
    if (template !== undefined && value !== null) templates.push({ pattern: template, value })
  }
  if (tenancy !== null && 'path' in tenancy) {
    // The first template that the pattern leaves room for: one request has one path, and all templates that fit it name one tenant.
    const paths = [tenancy.path].flat()
    add(paths.find((text) => fitTogether(pattern, text)) ?? paths[0] ?? '', tenant)
  }
  if (context.apiVersion !== undefined && 'path' in context.apiVersion) {
    add(context.apiVersion.path, apiVersion)
  }
  const free = pattern.rest ? templates.map((template) => template.pattern.segments.length) : []
  const length = Math.max(pattern.segments.length, ...free)
  return Array.from({ length }, (_, at) => {
    const own = pattern.segments[at]
    if (own !== undefined && 'literal' in own) return own.literal
    if (own?.name === 'tenant' && tenant !== null) return tenant
    for (const template of templates) {
      const required = template.pattern.segments[at]
      if (required !== undefined) return 'literal' in required ? required.literal : template.value
    }
    return segment(own?.name ?? null)
  })
}

/** Whether a path can fit both. */
function fitTogether(pattern: PathPattern, template: string): boolean {
  const other = readPathPattern(template)
  if (other === undefined) return false
  const [least, most] = [pattern, other].sort((a, b) => a.segments.length - b.segments.length)
  if (least === undefined || most === undefined) return false
  if (least.segments.length < most.segments.length && !least.rest) return false
  return least.segments.every((segment, at) => {
    const across = most.segments[at]
    if (across === undefined || !('literal' in segment) || !('literal' in across)) return true
    return segment.literal === across.literal
  })
}

/** A `Set`, a `Map`, or any other test for known words. */
export interface Known {
  readonly has: (text: string) => boolean
}

/** The first of `candidates` that is not known, else the first free of `stem1`, `stem2`, … */
export function firstUnused(candidates: readonly string[], stem: string, known: Known): string {
  const free = candidates.find((text) => !known.has(text))
  if (free !== undefined) return free
  let number = 1
  while (known.has(`${stem}${number}`)) number++
  return `${stem}${number}`
}
