/**
 * The problem documents of Marque's layers (RFC 9457), where a page may read them.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/** What a layer says of a request that it refused. */
export interface Problem {
  /** `urn:marque:reason:…` of a decision, `urn:marque:gateway:…` of the gateway's own errors. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** Null where the refusal is none of the policy. */
  readonly reason: Reason | null
  readonly help: string | null
  readonly contact: string | null
  readonly requestId: string | null
}

/**
 * Reads the problem document of an answer.
 *
 * The answer's own body can still be read afterwards, and must not have been read before.
 *
 * @returns Null where the answer has none, or one of somebody else's.
 *
 * @example
 * ```ts
 * const answer = await fetch('https://api.example.com/v1/account/me')
 * const problem = answer.ok ? null : await readProblem(answer)
 * ```
 */
export async function readProblem(response: Response): Promise<Problem | null> {
  const isProblem = /^application\/problem\+json\b/i.test(
    response.headers.get('content-type') ?? '',
  )
  if (!isProblem || response.bodyUsed) return null
  let read: unknown
  try {
    read = await response.clone().json()
  } catch {
    return null
  }
  if (typeof read !== 'object' || read === null) return null
  const { type, title, reason, help, contact, requestId } = read as {
    readonly [key: string]: unknown
  }
  if (typeof type !== 'string' || !type.startsWith('urn:marque:')) return null
  return {
    type,
    title: textOf(title) ?? '',
    status: response.status,
    reason: textOf(reason) as Reason | null,
    help: textOf(help),
    contact: textOf(contact),
    requestId: textOf(requestId),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
