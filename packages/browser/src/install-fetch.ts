/**
 * The SDK in the place of the page's own `fetch`, where somebody asks for that.
 *
 * @module
 */
import { createFetch, type FetchOptions } from './create-fetch.ts'

/**
 * Replaces `globalThis.fetch`, so that code which cannot be handed another one uses the SDK too.
 *
 * @returns Puts the former one back, unless somebody else has replaced it since.
 * @throws {TypeError} As {@link createFetch} does; nothing is replaced then.
 *
 * @example
 * ```ts
 * const restore = installFetch({ apis: [{ origin: 'https://api.example.com' }] })
 * ```
 */
export function installFetch(options: FetchOptions): () => void {
  const former = globalThis.fetch
  const ours = createFetch(options)
  globalThis.fetch = ours
  return () => {
    if (globalThis.fetch === ours) globalThis.fetch = former
  }
}
