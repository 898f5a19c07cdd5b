/**
 * One question to one address: is there anything new?
 *
 * @module
 */
import { tooLarge } from '../accept/accept.ts'
import type { SyncProblem } from '../sync-problem.ts'
import { readBounded } from './read-bounded.ts'

export interface Downloaded {
  readonly bytes: Uint8Array
  /** The field `Marque-Signature`, or null. */
  readonly signature: string | null
  readonly etag: string | null
}

export interface DownloadOptions {
  readonly etag: string | null
  readonly limit: number
  /** In milliseconds, for the whole answer. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly headers: { readonly [name: string]: string }
  readonly fetch: typeof globalThis.fetch
}

/** @returns `null` where nothing is new (304). Never throws. */
export async function download(
  url: string,
  options: DownloadOptions,
): Promise<Downloaded | null | SyncProblem> {
  const { etag, limit, timeout, signal, headers, fetch } = options
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...(etag === null ? {} : { 'if-none-match': etag }) },
      // A redirect would let another host answer for the one that was configured.
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    })
    if (response.status === 304) return null
    if (response.status !== 200) {
      await response.body?.cancel()
      return unreachable(url, `it answered ${response.status}`)
    }
    const bytes = await readBounded(response, limit)
    if (bytes === undefined) return tooLarge(limit)
    return {
      bytes,
      signature: response.headers.get('marque-signature'),
      etag: response.headers.get('etag'),
    }
  } catch (error) {
    return unreachable(url, reasonOf(error))
  }
}

function unreachable(url: string, why: string): SyncProblem {
  return { code: 'ERR_SYNC_UNREACHABLE', message: `\`${withoutSecrets(url)}\`: ${why}` }
}

/** What `fetch` says is often only `fetch failed`; the cause has the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const { cause } = error
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (typeof code === 'string') return code
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

/** Without user information and query, which may hold a key. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '?…')
}
