/**
 * Two layers that decide the same request: the stricter decision applies (D29).
 *
 * @module
 */
import type { Digest } from '../bundle/index.ts'
import type { Decision } from '../decision.ts'
import { isPolicyResponseHeader } from '../headers/index.ts'
import type { Statement } from './statement.ts'

/** A field in which two layers differ. */
export type Disagreement = 'bundle' | 'tenant' | 'resource' | 'grant' | 'reach' | 'read'

/** The fields in which the own decision and the statement of another layer differ, for logs and metrics; empty where they agree. */
export function disagreements(
  own: Decision,
  statement: Statement,
  bundle: Digest,
): readonly Disagreement[] {
  const found: Disagreement[] = []
  if (statement.bundle !== bundle) found.push('bundle')
  if (statement.tenant !== own.tenant) found.push('tenant')
  if (statement.resource !== own.resource) found.push('resource')
  if (statement.grant !== own.grant || statement.exception !== own.exception) found.push('grant')
  if (statement.reach !== own.reach) found.push('reach')
  if (statement.read !== own.read) found.push('read')
  return found
}

/**
 * The decision that applies beside the statement of another layer: it grants nothing that either of them denies.
 *
 * An own decision that is already the stricter one is returned unchanged.
 */
export function stricterOf(own: Decision, statement: Statement): Decision {
  const reach = own.reach && statement.reach
  const read = own.read && statement.read
  if (reach === own.reach && read === own.read) return own
  const isRefused = own.reach && !reach
  return {
    ...own,
    reach,
    read,
    reason: statement.reason,
    grant: null,
    exception: null,
    status: isRefused ? 403 : own.status,
    headers: read ? own.headers : own.headers.filter(([name]) => !isPermission(name)),
  }
}

function isPermission(name: string): boolean {
  return isPolicyResponseHeader(name) && name !== 'cross-origin-resource-policy'
}
