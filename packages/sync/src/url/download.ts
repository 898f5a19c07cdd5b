/**
 * One conditional request to one address.
 *
 * @module
 */
import { tooLarge } from '../accept.ts'
import type { SyncProblem } from '../sync-problem.ts'

export interface Downloaded {
  readonly bytes: Uint8Array
  /** The field `Marque-Signature`, or null. */
  readonly signature: string | null
  readonly etag: string | null
}

export interface DownloadOptions {
  readonly etag: string | null
  readonly limit: number
  /** For the whole response, milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly headers: { readonly [name: string]: string }
  readonly fetch: typeof globalThis.fetch
}

/** @returns `null` if the content has not changed (304). Never throws. */
export async function download(
  url: string,
  options: DownloadOptions,
): Promise<Downloaded | null | SyncProblem> {
  const { etag, limit, timeout, signal, headers, fetch } = options
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...(etag === null ? {} : { 'if-none-match': etag }) },
      // A redirect would let another host respond for the configured one.
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    })
    if (response.status === 304) return null
    if (response.status !== 200) {
      await response.body?.cancel()
      return unreachable(url, `status ${response.status}`)
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

/** The message of `fetch` is often just `fetch failed`; the cause has the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no response'
  if (error.name === 'TimeoutError') return 'no response in time'
  const { cause } = error
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (typeof code === 'string') return code
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

/** Removes user information and query, which may contain a key. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '?…')
}

/** Reads a body of at most `limit` bytes; `undefined` if it is longer, and the rest is not read. */
async function readBounded(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  if (declared > limit) {
    await response.body?.cancel()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
