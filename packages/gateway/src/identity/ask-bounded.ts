/**
 * A question to a server of an issuer, bounded in time and size.
 *
 * @module
 */

export interface Question {
  /** Milliseconds, to the last byte. */
  readonly timeout: number
  /** Of the answer, bytes. */
  readonly limit: number
  readonly headers?: { readonly [name: string]: string }
  /** Sent by POST. */
  readonly form?: URLSearchParams
}

/**
 * Never throws. A redirect is not followed: where keys and answers come from is what the operator wrote.
 *
 * @returns The JSON of a 200; `undefined` for everything else.
 */
export async function askBounded(url: string, question: Question): Promise<unknown> {
  const { timeout, limit, headers, form } = question
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
      headers: { accept: 'application/json', ...headers },
      ...(form !== undefined && { method: 'POST', body: form }),
    })
    const text = response.status === 200 ? await textOf(response, limit) : undefined
    if (text === undefined) await response.body?.cancel().catch(() => undefined)
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

async function textOf(response: Response, limit: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > limit) return undefined
    parts.push(part)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}
