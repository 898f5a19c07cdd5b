/**
 * Spellings of a path that two layers may read differently (D4).
 *
 * @module
 */
import type { Target } from './targets.ts'

/**
 * Spells the path of a target in the ways in which layers disagree. The policy decides most of them as ambiguous, some as another resource, and some as
 * before.
 *
 * @param from A target of another resource, whose path is used for a way through dot segments; null for none.
 */
export function pathSpellings(target: Target, from: Target | null): readonly Target[] {
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/]*)([^?]*)/.exec(target.url) ?? []
  const segments = path.split('/').slice(1)
  const [first = ''] = segments
  const rest = segments.slice(1).map((segment) => `/${segment}`)
  const below = rest.join('')
  const between = [
    ...(from === null ? [] : waysThrough(from, path)),
    `/x/%2e%2e${path}`,
    `/x/..${path}`,
    `/x/..;${path}`,
    `/%2e${path}`,
    `/${path}`,
    `${path}//`,
    `${path};x=1`,
    `${path}/%00`,
    `${path}%zz`,
    `${path}/%252e%252e`,
    ...(first === '' ? [] : [`/${first};x=1${below}`]),
    ...(first === '' ? [] : [`/${encoded(first)}${below}`]),
    ...(first === first.toUpperCase() ? [] : [`/${first.toUpperCase()}${below}`]),
    ...(below === ''
      ? []
      : [`/${first}%2f${below.slice(1)}`, `/${first}\\${below.slice(1)}`, `/${first}/${below}`]),
  ]
  return [...new Set(between)].map((spelled) => ({
    ...target,
    url: `${origin}${spelled}`,
    isNamed: false,
  }))
}

/** From a path that another resource has up to the root and down to `path`: with dot segments, plain and encoded. */
function waysThrough({ url }: Target, path: string): readonly string[] {
  const start = url
    .replace(/^[a-z]+:\/\/[^/]*/, '')
    .replace(/[?].*$/, '')
    .replace(/\/$/, '')
  const depth = start.split('/').length - 1
  if (depth === 0) return []
  return ['/..', '/%2e%2e'].map((up) => `${start}${up.repeat(depth)}${path}`)
}

/** The first letter as an escape: an unreserved character, so both spellings are equivalent (RFC 3986, 6.2.2.2). */
function encoded(segment: string): string {
  return segment.replace(
    /^[a-zA-Z0-9]/,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
