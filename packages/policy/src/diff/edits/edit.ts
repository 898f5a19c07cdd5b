/**
 * A structural edit: one thing that two bundles write differently, and how to apply it alone.
 *
 * @module
 */
import type { Bundle, Grant } from '@marque/core'

/** What is edited, in the order in which edits are considered as the cause of a change. */
export const EDIT_KINDS = [
  'origin-added',
  'origin-removed',
  'list-end',
  'set-added',
  'set-removed',
  'set-renamed',
  'tenant-added',
  'tenant-removed',
  'tenant-renamed',
  'match-moved',
  'resource-added',
  'resource-removed',
  'resource-renamed',
  'match-added',
  'match-removed',
  'match-methods',
  'exception-added',
  'exception-removed',
  'exception-changed',
  'grant-added',
  'grant-removed',
  'grant-changed',
  'grants-reordered',
  'resource-changed',
  'self-added',
  'self-removed',
  'unmatched',
  'tenancy',
  'context',
  'stale-after',
  'contact',
] as const

export type EditKind = (typeof EDIT_KINDS)[number]

/** One difference of two bundles. */
export interface Edit {
  readonly kind: EditKind
  /**
   * JSON Pointer into the bundle after the edit, for what is removed into the one before. An index counts as in that bundle: resources are
   * sorted by name, and a grant's index counts exceptions.
   */
  readonly path: string
  /** What is edited, with user text in backticks; the subject of {@link says}. */
  readonly subject: string
  /** What several such subjects are, in the plural: `origins`, `resources`. */
  readonly plural: string
  /** What happens to the subject, for one and for several. Edits with equal words are told together. */
  readonly says: readonly [one: string, several: string]
  /** Names of the resources that the edit can concern, before or after; null for all of them. */
  readonly resources: ReadonlySet<string> | null
  /** The origin or pattern that joins or leaves a list; null for other edits. */
  readonly origin: string | null
  /** The set or the tenant whose list is edited; null for other edits. */
  readonly list: OriginListName | null
  /** For edits of a grant: whom the grant is for, before or after. Only these senders are concerned. */
  readonly senders?: Pick<Grant, 'any' | 'tenant' | 'sets' | 'nullReach'>
  /** The bundle before, with this edit alone. The bundle may lack resources and origins that do not concern a request. */
  readonly apply: (before: Bundle) => Bundle
}

/** A set or a tenant's directory. */
export interface OriginListName {
  readonly kind: 'set' | 'tenant'
  readonly name: string
}

/** Text of the user in a sentence. */
export function quoted(text: string): string {
  return `\`${text}\``
}

/** A JSON Pointer (RFC 6901). */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}
