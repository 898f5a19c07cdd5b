/**
 * Requests to an issuer, bounded in time and size.
 *
 * @module
 */

export interface FetchJsonOptions {
  /** Milliseconds, up to the last byte. */
  readonly timeout: number
  /** Maximum size of the response body, bytes. */
  readonly limit: number
  readonly headers?: { readonly [name: string]: string }
  /** Sent by POST. */
  readonly form?: URLSearchParams
}

/**
 * Never throws. Redirects are not followed: keys and introspection results come from the configured URL only.
 *
 * @returns The JSON body of a 200 response; `undefined` for everything else.
 */
export async function fetchJson(url: string, options: FetchJsonOptions): Promise<unknown> {
  const { timeout, limit, headers, form } = options
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
      headers: { accept: 'application/json', ...headers },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    const text = response.status === 200 ? await readText(response, limit) : undefined
    if (text === undefined) await response.body?.cancel().catch(() => undefined)
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

async function readText(response: Response, limit: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > limit) return undefined
    parts.push(part)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}
