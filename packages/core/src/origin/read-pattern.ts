/**
 * Parsing of origin patterns (D3): `https://*.example.com`, `https://*--app.preview.example.com`, `http://localhost:*`, or one of the first two
 * with a port or `:*`.
 *
 * `*.` matches one or more whole labels; `*` and the end of the leftmost label match one or more characters of that label; `:*` matches any
 * port, the default one included. There are no other patterns, and no regular expressions.
 *
 * @module
 */
import { defaultPort, isAddress, readHost, readPort, readScheme } from './read-origin.ts'

/** The parts of an origin pattern. */
export interface OriginPattern {
  readonly scheme: string
  /** The host; or what follows `*.`, or the leftmost label, where {@link subdomains} or {@link labelEnd} is set. */
  readonly host: string
  /** Whether the host starts with `*.`. */
  readonly subdomains: boolean
  /** `--app` of `https://*--app.preview.example.com`: the end of the leftmost label, which starts with `-`; null without. */
  readonly labelEnd: string | null
  /** Null for the scheme's default port. */
  readonly port: number | 'any' | null
}

/** `*`, then a hyphen and at least two more characters, the last of which is not a hyphen; then the rest of the host. */
const LABEL_END = /^\*(-[a-z0-9_-]+[a-z0-9_])\.(?=[a-z0-9_])/

/**
 * Reads a pattern.
 *
 * @returns The parts, or `undefined` where the text is not a pattern; an exact origin is not.
 *
 * @example
 * ```ts
 * readPattern('https://*.example.com:*')
 * // { scheme: 'https', host: 'example.com', subdomains: true, labelEnd: null, port: 'any' }
 * readPattern('https://*--app.preview.example.com')
 * // { scheme: 'https', host: 'preview.example.com', subdomains: false, labelEnd: '--app', port: null }
 * ```
 */
export function readPattern(text: string): OriginPattern | undefined {
  const schemeEnd = readScheme(text)
  if (schemeEnd < 0) return undefined
  const scheme = text.slice(0, schemeEnd)
  const anyPort = text.endsWith(':*')
  const authority = text.slice(schemeEnd + 3, anyPort ? -2 : undefined)
  const subdomains = authority.startsWith('*.')
  const labelEnd = subdomains ? null : (LABEL_END.exec(authority)?.[1] ?? null)
  if (!subdomains && labelEnd === null && !anyPort) return undefined
  // One letter replaces the `*` within a label, so that the limits are those of the shortest host that matches.
  const sample = labelEnd === null ? authority.slice(subdomains ? 2 : 0) : `a${authority.slice(1)}`
  const end = readHost(sample, 0)
  if (end < 0) return undefined
  const host = sample.slice(labelEnd === null ? 0 : labelEnd.length + 2, end)
  if (subdomains && isAddress(host)) return undefined
  const parts = { scheme, host, subdomains, labelEnd }
  if (end === sample.length) return { ...parts, port: anyPort ? 'any' : null }
  const port = anyPort ? -1 : readPort(sample, end)
  return port < 0 || port === defaultPort(scheme) ? undefined : { ...parts, port }
}

/** Whether {@link readPattern} accepts `text`. */
export function isOriginPattern(text: string): boolean {
  return readPattern(text) !== undefined
}

/**
 * What follows `*` in the host of a pattern: `.example.com` or `--app.preview.example.com`; null where the host is exact. Of two patterns, the
 * texts are equal only where the patterns differ in nothing but scheme and port.
 */
export function hostEndOf({ host, subdomains, labelEnd }: OriginPattern): string | null {
  if (subdomains) return `.${host}`
  return labelEnd === null ? null : `${labelEnd}.${host}`
}

/**
 * What may follow `*` in a pattern that matches a host: the ends of the host that start at a hyphen of the leftmost label, then those that start at a
 * dot; each kind longest first. Given the {@link hostEndOf} of a pattern, the ends of the patterns that cover it, its own among them.
 */
export function* hostEnds(host: string): Iterable<string> {
  const firstDot = host.indexOf('.')
  for (let at = host.indexOf('-'); at >= 0 && at < firstDot; at = host.indexOf('-', at + 1)) {
    yield host.slice(at)
  }
  for (let at = firstDot; at >= 0; at = host.indexOf('.', at + 1)) yield host.slice(at)
}
