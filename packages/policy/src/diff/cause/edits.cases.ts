/**
 * Edits for the tests of this folder.
 *
 * @module
 */
import type { Edit } from '../edits/index.ts'

/** An edit of a key of the resource `orders`, which changes nothing, and what differs from it. */
export function edit(part: Partial<Edit> = {}): Edit {
  return {
    kind: 'resource-changed',
    path: '/resources/0/enforce',
    subject: '`orders`',
    plural: 'resources',
    says: ['changes', 'change'],
    resources: new Set(['orders']),
    origin: null,
    list: null,
    apply: (bundle) => bundle,
    ...part,
  }
}

/** An origin, or a pattern, joins the set `web`. */
export function joins(origin: string, part: Partial<Edit> = {}): Edit {
  const list = { kind: 'set', name: 'web' } as const
  return edit({ kind: 'origin-added', resources: null, origin, list, ...part })
}

/** An edit of a grant of `orders` for some sets. */
export function grantEdit(sets: readonly string[], part: Partial<Edit['senders']> = {}): Edit {
  const senders = { any: false, tenant: false, nullReach: false, sets, ...part }
  return edit({ kind: 'grant-changed', senders })
}
