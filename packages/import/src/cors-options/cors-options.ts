/**
 * The configuration of a CORS library, as far as a policy can carry it.
 *
 * @module
 */
import type { CorsLibrary } from './libraries.ts'

/** What the library grants; never more than it really does. */
export interface CorsOptions {
  readonly library: CorsLibrary
  /** Origins and patterns; or every website, without credentials. */
  readonly origins: readonly string[] | 'any'
  /** Those of the origins that get no credentials, because they are not served over TLS. */
  readonly withoutCredentials: readonly string[]
  /** Path patterns that the library is used on. */
  readonly paths: readonly string[]
  readonly methods: readonly string[]
  /** Lower case; `*` for every one. */
  readonly requestHeaders: readonly string[]
  /** Lower case; `*` for every one. */
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  /** Seconds; null for the default of Marque. */
  readonly maxAge: number | null
}
