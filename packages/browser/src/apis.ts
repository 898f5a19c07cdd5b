/**
 * The APIs that a page calls, and the paths on which they grant credentials.
 *
 * @module
 */
import { readPathPattern } from './path-pattern.ts'

/** One API. */
export interface Api {
  /** As browsers serialize it: `https://api.example.com`. */
  readonly origin: string
  /** Where the API's policy grants credentials (default: nowhere). */
  readonly credentials?: Credentials
}

/**
 * Path patterns of a policy (`/v1/account/**`), or a function of url and method.
 *
 * @example
 * ```ts
 * const credentials = (url, method) => method === 'GET' && url.pathname.startsWith('/v1/account/')
 * ```
 */
export type Credentials = readonly string[] | ((url: URL, method: string) => boolean)

/** The compiled list: for each origin, whether a request carries credentials. */
export type Apis = ReadonlyMap<string, (url: URL, method: string) => boolean>

/**
 * Compiles the list.
 *
 * @throws {TypeError} An origin is invalid or duplicate, or a path pattern is invalid.
 */
export function compileApis(apis: readonly Api[]): Apis {
  const compiled = new Map<string, (url: URL, method: string) => boolean>()
  for (const { origin, credentials = [] } of apis) {
    if (!/^https?:\/\/[^*]+$/.test(origin) || URL.parse(origin)?.origin !== origin)
      throw new TypeError(
        `\`${origin}\` is not an origin: write scheme, host and port as browsers serialize them`,
      )
    if (compiled.has(origin)) throw new TypeError(`duplicate origin \`${origin}\``)
    compiled.set(origin, compileCredentials(credentials))
  }
  return compiled
}

function compileCredentials(credentials: Credentials): (url: URL, method: string) => boolean {
  if (typeof credentials === 'function') return credentials
  const patterns = credentials.map(readPathPattern)
  return ({ pathname }) => patterns.some((covers) => covers(pathname))
}
