/**
 * The problem documents of Marque's layers (RFC 9457), for pages that may read them.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/** A layer's explanation of a refused request. */
export interface Problem {
  /** `urn:marque:reason:…` of a decision, `urn:marque:gateway:…` of the gateway's own errors. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** Null if the policy is not the cause. */
  readonly reason: Reason | null
  readonly help: string | null
  readonly contact: string | null
  readonly requestId: string | null
}

/**
 * Reads the problem document of a response.
 *
 * The body must not have been read before, and can still be read afterwards.
 *
 * @returns Null if the response has none, or one that is not from Marque.
 *
 * @example
 * ```ts
 * const response = await fetch('https://api.example.com/v1/account/me')
 * const problem = response.ok ? null : await readProblem(response)
 * ```
 */
export async function readProblem(response: Response): Promise<Problem | null> {
  const isProblem = /^application\/problem\+json\b/i.test(
    response.headers.get('content-type') ?? '',
  )
  if (!isProblem || response.bodyUsed) return null
  let document: unknown
  try {
    document = await response.clone().json()
  } catch {
    return null
  }
  if (typeof document !== 'object' || document === null) return null
  const { type, title, reason, help, contact, requestId } = document as {
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
