/**
 * Two layers on one path: the stricter of both decides (D29).
 *
 * @module
 */
import type { Digest } from '../bundle/index.ts'
import type { Decision } from '../decision.ts'
import { isPolicyResponseHeader } from '../headers/index.ts'
import type { Statement } from './statement.ts'

/** In what the two differ; empty where they agree. */
export type Disagreement = 'bundle' | 'tenant' | 'resource' | 'grant' | 'reach' | 'read'

/** What one layer said and the other did not, for a log line and a counter. */
export function disagreements(
  own: Decision,
  told: Statement,
  bundle: Digest,
): readonly Disagreement[] {
  const found: Disagreement[] = []
  if (told.bundle !== bundle) found.push('bundle')
  if (told.tenant !== own.tenant) found.push('tenant')
  if (told.resource !== own.resource) found.push('resource')
  if (told.grant !== own.grant || told.exception !== own.exception) found.push('grant')
  if (told.reach !== own.reach) found.push('reach')
  if (told.read !== own.read) found.push('read')
  return found
}

/**
 * The decision that holds where another layer has said `told`: nothing that either of them refuses.
 *
 * Where the own decision is the stricter one it comes back as it is.
 */
export function stricterOf(own: Decision, told: Statement): Decision {
  const reach = own.reach && told.reach
  const read = own.read && told.read
  if (reach === own.reach && read === own.read) return own
  const isRefused = own.reach && !reach
  return {
    ...own,
    reach,
    read,
    reason: told.reason,
    grant: null,
    exception: null,
    status: isRefused ? 403 : own.status,
    headers: read ? own.headers : own.headers.filter(([name]) => !isPermission(name)),
  }
}

function isPermission(name: string): boolean {
  return isPolicyResponseHeader(name) && name !== 'cross-origin-resource-policy'
}
