/**
 * The APIs that a page asks, and where they grant credentials.
 *
 * @module
 */
import { readPathPattern } from './path-pattern.ts'

/** One API. */
export interface Api {
  /** As the browser writes it: `https://api.example.com`. */
  readonly origin: string
  /** Where the API's policy grants credentials; nowhere where it is left out. */
  readonly credentials?: Credentials
}

/**
 * Path patterns of a policy (`/v1/account/**`), or a function of the address and the method.
 *
 * @example
 * ```ts
 * const credentials = (url, method) => method === 'GET' && url.pathname.startsWith('/v1/account/')
 * ```
 */
export type Credentials = readonly string[] | ((url: URL, method: string) => boolean)

/** The compiled list: by origin, whether a request carries credentials. */
export type Apis = ReadonlyMap<string, (url: URL, method: string) => boolean>

/**
 * Compiles the list.
 *
 * @throws {TypeError} An origin is none or comes twice, or a path is no pattern.
 */
export function readApis(apis: readonly Api[]): Apis {
  const read = new Map<string, (url: URL, method: string) => boolean>()
  for (const { origin, credentials = [] } of apis) {
    if (!/^https?:\/\/[^*]+$/.test(origin) || URL.parse(origin)?.origin !== origin)
      throw new TypeError(`\`${origin}\` is no origin: write scheme and host as browsers do`)
    if (read.has(origin)) throw new TypeError(`\`${origin}\` is there twice`)
    read.set(origin, carrierOf(credentials))
  }
  return read
}

function carrierOf(credentials: Credentials): (url: URL, method: string) => boolean {
  if (typeof credentials === 'function') return credentials
  const patterns = credentials.map(readPathPattern)
  return ({ pathname }) => patterns.some((covers) => covers(pathname))
}
