/**
 * A policy as checked values: defaults applied, strings parsed, names resolved, each part with its path in the document.
 *
 * Reading makes it from a document, lints look at it, compiling writes it down for one environment. What could not be read is left
 * out of the model and reported; a document with an error is never compiled, so a gap in the model never becomes a rule.
 *
 * Times are epoch milliseconds, durations milliseconds, `maxAge` seconds; header and host names are lower case. Lists keep the
 * order of the document; compiling sorts them.
 *
 * @module
 */
import type {
  Bundle,
  Condition,
  FactSource,
  Origin,
  OriginPattern,
  PathPattern,
  Sensitivity,
} from '@marque/core'
import type { Pointer } from '../text/index.ts'

export interface Model {
  /** By environment; the key `null` of a plain list is {@link ModelSelf.everywhere}. */
  readonly self: ModelSelf
  readonly contact: string | null
  readonly context: { readonly [fact in 'apiVersion' | 'roles' | 'scopes']?: FactSource }
  readonly sets: readonly ModelSet[]
  readonly resources: readonly ModelResource[]
  /** As in the bundle. */
  readonly tenancy: Bundle['tenancy']
  readonly tenantLimits: { readonly origins: number; readonly patterns: boolean }
  /** The tenants: sets that no environment leaves out. */
  readonly members: readonly ModelSet[]
  readonly exceptions: readonly ModelException[]
  /** Requester and approvers of each exception, including exceptions that could not be read. */
  readonly requests: readonly ModelRequest[]
  readonly acknowledgements: readonly ModelAcknowledgement[]
  /** As written, else by D8. */
  readonly unmatched: 'headers' | 'block'
  readonly limits: {
    readonly exceptionDuration: number
    readonly credentialLifetime: { readonly [sensitivity in Sensitivity]?: number }
  }
}

export interface ModelSelf {
  readonly everywhere: readonly ModelSelfEntry[] | null
  readonly byEnvironment: ReadonlyMap<string, readonly ModelSelfEntry[]>
}

export interface ModelSelfEntry {
  /** A canonical origin, possibly with `{tenant}` as its first label. */
  readonly text: string
  readonly path: Pointer
}

/** One origin or pattern of a list, as written. */
export interface ModelOrigin {
  readonly text: string
  readonly path: Pointer
  /** Set for an exact origin. */
  readonly exact: Origin | null
  /** Set for a pattern. */
  readonly pattern: OriginPattern | null
}

export interface ModelSet {
  readonly name: string
  readonly path: Pointer
  readonly allow: readonly ModelOrigin[]
  readonly owner: string | null
  readonly purpose: string | null
  /** The start (UTC) of the day of review. */
  readonly reviewBy: number | null
  readonly until: number | null
  /** Null: all. */
  readonly environments: readonly string[] | null
}

export interface ModelMatch {
  readonly path: Pointer
  /** As in the bundle. */
  readonly host: string | null
  readonly pattern: PathPattern
  readonly methods: readonly string[] | null
  readonly encodedSlash: 'separator' | 'data'
}

export interface ModelResource {
  readonly name: string
  readonly path: Pointer
  readonly sensitivity: Sensitivity
  /** As written, else by D17 and D26. */
  readonly enforce: 'block' | 'headers'
  readonly owner: string | null
  readonly data: readonly string[]
  readonly authentication: 'required' | 'optional'
  readonly isolate: boolean
  readonly resourcePolicy: 'same-site' | 'same-origin' | 'cross-origin' | null
  readonly match: readonly ModelMatch[]
  readonly grants: readonly ModelGrant[]
}

/** What a grant and an exception have in common. */
export interface ModelPermission {
  readonly path: Pointer
  readonly methods: readonly string[]
  /** `marque-token` included where {@link token} is true. */
  readonly requestHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  readonly read: boolean
  readonly nullReach: boolean
  readonly websocket: boolean
  readonly timing: boolean
  readonly token: boolean
  /** Seconds. */
  readonly maxAge: number
  readonly from: number | null
  readonly until: number | null
  /** As written; `limits.credentialLifetime` joins when compiling. */
  readonly when: Condition | null
  /** Keys that the document writes, so that a lint can tell a default from a choice. */
  readonly written: ReadonlySet<string>
}

export interface ModelGrant extends ModelPermission {
  readonly any: boolean
  readonly tenant: boolean
  /** Names that resolve to a set of {@link Model.sets}. */
  readonly sets: readonly { readonly name: string; readonly path: Pointer }[]
  /** Origins written in the grant. */
  readonly inline: readonly ModelOrigin[]
}

/** The request behind an exception. */
export interface ModelRequest {
  readonly path: Pointer
  readonly id: string
  readonly purpose: string | null
  readonly requestedBy: string | null
  readonly approvedBy: readonly string[]
  /** Null if there is no resource of that name. */
  readonly resource: string | null
  readonly credentials: boolean
}

export interface ModelException extends ModelPermission {
  readonly id: string
  readonly origin: ModelOrigin
  /** The name of a resource that exists. */
  readonly resource: string
  readonly until: number
}

/** A warning that is accepted for a time. */
export interface ModelAcknowledgement {
  readonly path: Pointer
  readonly code: string
  /** A resource, set, tenant, exception or origin. */
  readonly at: string
  readonly why: string
  readonly by: string
  readonly until: number
}
