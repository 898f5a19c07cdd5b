/**
 * Splitting of the request's URL by hand (D1, D2): the platform's parser would repair what must be judged.
 *
 * @module
 */
import { defaultPort } from '../origin/index.ts'

/** The host of a request, and where its target starts. */
export interface Target {
  /** Lower case, without one trailing dot and without the scheme's default port; `undefined` where no host can be read. */
  readonly host: string | undefined
  /** Where in the url the raw target starts, of which nothing is decoded. */
  readonly start: number
}

/** RFC 3986, 3.1. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]{0,63}$/

const AUTHORITY_END = /[/?#\\*]/

/**
 * Splits `url` into host and raw target.
 *
 * @example
 * ```ts
 * splitTarget('https://API.example.com.:443/v1/a%2Fb?x=1') // { host: 'api.example.com', start: 28 }
 * ```
 */
export function splitTarget(url: string): Target {
  const schemeEnd = url.indexOf('://')
  if (!SCHEME.test(url.slice(0, Math.max(0, schemeEnd)))) return { host: undefined, start: 0 }
  const authority = schemeEnd + 3
  const length = url.slice(authority).search(AUTHORITY_END)
  const start = length < 0 ? url.length : authority + length
  return {
    host: normalizeHost(url.slice(authority, start), url.slice(0, schemeEnd).toLowerCase()),
    start,
  }
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,9}))?$/i

/**
 * Normalises an authority or the value of a Host line (D2).
 *
 * @param scheme Lower case; it says which port is the default one.
 * @returns `undefined` where the text is empty or no `host[:port]`.
 */
export function normalizeHost(text: string, scheme: string): string | undefined {
  if (text.length > 300) return undefined
  const parts = HOST.exec(text)
  const name = parts?.[1]
  if (parts === null || name === undefined || name === '.' || name === '..') return undefined
  const host = (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase()
  if (parts[2] === undefined) return host
  const port = Number(parts[2])
  if (port < 1 || port > 65535) return undefined
  return port === defaultPort(scheme) ? host : `${host}:${port}`
}
