/**
 * The router of the old D4, kept as an oracle: a path is read as a whole, once for each way of decoding, splitting and folding, and
 * all readings must agree. Where the router of today's D4 leads to a resource, each of these readings led to it.
 *
 * @module
 */
import type { Bundle, Match, Resource } from '@marque/core'
import { compareRank, fold, hostFits, isName, methodsFit, segmentsOf } from './patterns.ts'
import type { ResourceMatch } from './resources.ts'
import type { Target } from './target.ts'
import type { ResolvedTenant } from './tenants.ts'

/**
 * Null if the path is ambiguous.
 *
 * @param layerTenant The tenant that the layer knows of.
 * @param method The one that is judged (D7).
 */
export function findByReadings(
  bundle: Bundle,
  target: Target,
  layerTenant: string | null,
  method: string,
  sentMethod: string,
): ResourceMatch | null {
  if (target.hash) return null
  if (target.path === '*') {
    // D4: asterisk-form is for a server-wide OPTIONS. ADR 0001, 13: it has no resource.
    if (sentMethod !== 'OPTIONS') return null
    const tenant = resolveTenant(bundle, hostTenant(bundle, target.name), layerTenant, false)
    return { resource: null, tenant, version: null }
  }
  const readings = readingsOf(target.path)
  if (readings === null) return null
  let agreed: ResourceMatch | null = null
  for (const reading of readings) {
    const place = resourceFor(bundle, target.name, layerTenant, reading, method)
    if (place === null) return null
    if (agreed !== null && !sameResource(agreed, place)) return null
    agreed = place
  }
  return agreed
}

/** ADR 0001, 10. */
function sameResource(a: ResourceMatch, b: ResourceMatch): boolean {
  const name = (place: ResourceMatch): string =>
    place.tenant.state === 'known' ? place.tenant.name : ''
  return (
    a.resource === b.resource &&
    a.tenant.state === b.tenant.state &&
    name(a) === name(b) &&
    a.version === b.version
  )
}

/** Null if two resources match with equal rank (ADR 0001, 11). */
function resourceFor(
  bundle: Bundle,
  host: string,
  layerTenant: string | null,
  reading: Reading,
  method: string,
): ResourceMatch | null {
  const fitting: { resource: Resource; match: Match; tenant: string | undefined }[] = []
  for (const resource of bundle.resources) {
    for (const match of resource.match) {
      if (!hostFits(match.host, host) || !methodsFit(match.methods, method)) continue
      const segments = match.encodedSlash === 'data' ? reading.data : reading.separator
      const names = matchPattern(match.path, segments, reading.folded)
      if (names !== null) fitting.push({ resource, match, tenant: names.get('tenant') })
    }
  }
  const best = fitting.filter((one) =>
    fitting.every((other) => compareRank(one.match, other.match) >= 0),
  )
  const [first] = best
  if (best.some((one) => one.resource !== first?.resource)) return null
  const names = [...hostTenant(bundle, host), ...pathTenant(bundle, reading)]
  if (first?.tenant !== undefined) names.push(first.tenant)
  return {
    resource: first?.resource ?? null,
    tenant: resolveTenant(bundle, names, layerTenant, reading.folded),
    version: pathVersion(bundle, reading),
  }
}

/** ADR 0001, 14: `{tenant}` in `tenancy.host` is exactly one label. */
function hostTenant(bundle: Bundle, host: string): string[] {
  if (bundle.tenancy === null || !('host' in bundle.tenancy)) return []
  const expected = bundle.tenancy.host.split('.')
  const have = host.split('.')
  if (expected.length !== have.length) return []
  let name: string | undefined
  for (const [index, want] of expected.entries()) {
    if (want === '{tenant}') name = have[index]
    else if (want !== have[index]) return []
  }
  return name === undefined || name === '' ? [] : [name]
}

/** ADR 0001, 9: templates always use the decoded form. */
function pathTenant(bundle: Bundle, reading: Reading): string[] {
  if (bundle.tenancy === null || !('path' in bundle.tenancy)) return []
  const { path }: { readonly path: string | readonly string[] } = bundle.tenancy
  return [path].flat().flatMap((template) => {
    const name = matchPattern(template, reading.separator, reading.folded)?.get('tenant')
    return name === undefined ? [] : [name]
  })
}

/** ADR 0001, 14: all that say something agree, and name a member. The layer alone establishes nothing. */
function resolveTenant(
  bundle: Bundle,
  names: readonly string[],
  layerTenant: string | null,
  folded: boolean,
): ResolvedTenant {
  const [first] = names
  if (first === undefined) return { state: layerTenant === null ? 'none' : 'unknown' }
  if (!names.every((name) => sameText(name, first, folded))) return { state: 'unknown' }
  const member = Object.keys(bundle.tenants).find((name) => sameText(name, first, folded))
  if (member === undefined || (layerTenant !== null && layerTenant !== member))
    return { state: 'unknown' }
  return { state: 'known', name: member }
}

/** ADR 0001, 10: a version that no condition names counts as none. */
function pathVersion(bundle: Bundle, reading: Reading): string | null {
  const source = bundle.context.apiVersion
  if (source === undefined || !('path' in source)) return null
  const value = matchPattern(source.path, reading.separator, reading.folded)?.get('apiVersion')
  if (value === undefined) return null
  const named = bundle.resources
    .flatMap((resource) => resource.grants)
    .flatMap((grant) => grant.when?.apiVersion ?? [])
  if (!reading.folded) return named.includes(value) ? value : null
  const fitting = new Set(named.filter((name) => fold(name) === fold(value)))
  return fitting.size === 0 ? null : [...fitting].sort().join(' ')
}

/** Stands for a `/` that came out of `%2F`. No valid UTF-8 decodes to a lone surrogate, so no path can hold it. */
const DATA_SLASH = '\uD800'

/** One way to read a path. */
interface Reading {
  /** `%2F` decoded is a separator. */
  readonly separator: readonly string[]
  /** `%2F` decoded stays inside its segment (`encodedSlash: data`). */
  readonly data: readonly string[]
  readonly folded: boolean
}

/** D4. Null where the path is ambiguous outright. `*` is the caller's. */
function readingsOf(path: string): readonly Reading[] | null {
  // D4: a raw byte outside 0x21 to 0x7E, a raw `#`; ADR 0001, 1: a path that does not start with `/`.
  if (path.length > 16384 || !/^\/[\x21-\x7e]*$/.test(path) || path.includes('#')) return null // ADR 0001, 13: the length
  const once = decode(path)
  const twice = once === null ? null : decode(once)
  // ADR 0001, 8: a bad escape or invalid UTF-8 at either decoding.
  if (once === null || twice === null) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: D4 is about control characters
  if (/[\u0000-\u001f\u007f-\u009f]/.test(once + twice)) return null
  const onceData = decodeKeepingSlash(path)
  const levels = [
    { separator: path, data: path },
    { separator: once, data: onceData },
    { separator: twice, data: decodeKeepingSlash(onceData) },
  ]
  const readings = new Map<string, Reading>()
  for (const level of levels) {
    for (const backslash of [false, true]) {
      for (const dropParameters of [false, true]) {
        for (const merge of [false, true]) {
          const read = (text: string): readonly string[] => {
            const slashed = backslash ? text.replaceAll('\\', '/') : text
            const bare = dropParameters ? slashed.replace(/;[^/]*/g, '') : slashed
            return segmentsOf(merge ? bare.replace(/\/+/g, '/') : bare)
          }
          const separator = read(level.separator)
          // D4: a dot segment in any reading; ADR 0001, 8: judged with `%2F` decoded.
          if (separator.includes('.') || separator.includes('..')) return null
          const data = read(level.data)
          for (const folded of [false, true]) {
            // Equal readings are kept once.
            const key = JSON.stringify([separator, data, folded])
            readings.set(key, { separator, data, folded })
          }
        }
      }
    }
  }
  return [...readings.values()]
}

/** One percent-decoding; null for a bad escape or invalid UTF-8. */
function decode(text: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null
  const bytes: number[] = []
  for (const [piece] of text.matchAll(/%[0-9A-Fa-f]{2}|[^%]/gu)) {
    if (piece.startsWith('%')) bytes.push(Number.parseInt(piece.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(piece))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes))
  } catch {
    return null
  }
}

function decodeKeepingSlash(text: string): string {
  return text
    .split(DATA_SLASH)
    .flatMap((piece) => piece.split(/%2f/i))
    .map((piece) => decode(piece) ?? '')
    .join(DATA_SLASH)
}

function sameText(a: string, b: string, folded: boolean): boolean {
  return folded ? fold(a) === fold(b) : a === b
}

/** D5. What the `{name}` segments hold, or null where the pattern does not fit. */
export function matchPattern(
  pattern: string,
  segments: readonly string[],
  folded: boolean,
): ReadonlyMap<string, string> | null {
  const expected = segmentsOf(pattern)
  const names = new Map<string, string>()
  for (const [index, want] of expected.entries()) {
    if (want === '**' && index === expected.length - 1) return names
    const have = segments[index]
    if (have === undefined) return null
    if (isName(want)) {
      if (have === '') return null
      names.set(want.slice(1, -1), have)
    } else if (!sameText(want, have, folded)) return null
  }
  return expected.length === segments.length ? names : null
}

/** Whether the old D4 refused the path because of a bad escape that the first decoding left: today's second decoding is lenient. */
export function hasBadSecondEscape(path: string): boolean {
  const once = decode(path)
  return once !== null && /%(?![0-9A-Fa-f]{2})/.test(once)
}
