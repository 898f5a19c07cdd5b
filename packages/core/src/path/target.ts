/**
 * Splitting of a request's URL (D1, D2), by hand: the platform's parser would repair what must be decided as received.
 *
 * @module
 */
import { defaultPort } from '../origin/index.ts'

/** The host of a URL, and where its raw target starts. */
export interface Target {
  /** Normalized: see {@link normalizeHost}; `undefined` for an invalid one. */
  readonly host: string | undefined
  /** Offset of the raw target in the URL; nothing of it is decoded. */
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
 * Normalizes an authority or the value of a Host header (D2): lower case, without one trailing dot and without the default port.
 *
 * @param scheme Lower case; its default port is dropped.
 * @returns `undefined` where the text is not `host[:port]`.
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
