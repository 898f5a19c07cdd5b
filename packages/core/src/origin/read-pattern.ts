/**
 * Parsing of origin patterns: `https://*.example.com`, `http://localhost:*`, or both at once.
 *
 * `*.` matches one or more whole labels; `:*` matches any port, the default one included. There are no other patterns, and no regular expressions.
 *
 * @module
 */
import { defaultPort, isAddress, readHost, readPort, readScheme } from './read-origin.ts'

/** The parts of an origin pattern. */
export interface OriginPattern {
  readonly scheme: string
  /** The host, or what follows `*.` where {@link subdomains} is true. */
  readonly host: string
  readonly subdomains: boolean
  /** Null for the scheme's default port. */
  readonly port: number | 'any' | null
}

/**
 * Reads a pattern.
 *
 * @returns The parts, or `undefined` where the text is not a pattern; an exact origin is not.
 *
 * @example
 * ```ts
 * readPattern('https://*.example.com:*')
 * // { scheme: 'https', host: 'example.com', subdomains: true, port: 'any' }
 * ```
 */
export function readPattern(text: string): OriginPattern | undefined {
  const schemeEnd = readScheme(text)
  if (schemeEnd < 0) return undefined
  const scheme = text.slice(0, schemeEnd)
  const subdomains = text.startsWith('*.', schemeEnd + 3)
  const anyPort = text.endsWith(':*')
  if (!subdomains && !anyPort) return undefined
  const authority = anyPort ? text.slice(0, -2) : text
  const hostStart = schemeEnd + (subdomains ? 5 : 3)
  const hostEnd = readHost(authority, hostStart)
  if (hostEnd < 0) return undefined
  const host = authority.slice(hostStart, hostEnd)
  if (subdomains && isAddress(host)) return undefined
  if (hostEnd === authority.length) {
    return { scheme, host, subdomains, port: anyPort ? 'any' : null }
  }
  const port = anyPort ? -1 : readPort(authority, hostEnd)
  if (port < 0 || port === defaultPort(scheme)) return undefined
  return { scheme, host, subdomains, port }
}

/** Whether {@link readPattern} accepts `text`. */
export function isOriginPattern(text: string): boolean {
  return readPattern(text) !== undefined
}
