/**
 * A description of an API, reduced to what a policy needs of it.
 *
 * @module
 */
import type { Json, Sensitivity } from '@marque/core'
import type { Position } from '@marque/policy'

/** Whether an operation needs a login; `unknown` where the description says nothing of logins. */
export type Login = 'required' | 'optional' | 'none' | 'unknown'

/** One place at which an operation answers. */
export interface ApiPlace {
  /** Lower case, without port; null: any host that the policy guards. */
  readonly host: string | null
  /** A path pattern as policies write them (D5). */
  readonly path: string
}

/** An origin set that `x-marque` describes, in the keys of a policy. */
export interface MarkedSet {
  readonly name: string
  /** `allow`, `owner`, `purpose`, and the optional keys of a set. */
  readonly keys: { readonly [key: string]: Json }
}

/** A grant that `x-marque` describes: who, and what OpenAPI cannot say. */
export interface MarkedGrant {
  readonly origins: readonly string[]
  /** Null: as the operation's security schemes say. */
  readonly credentials: boolean | null
  /** Null: as the operations' parameters say. */
  readonly requestHeaders: readonly string[] | null
  /** Null: as the operations' responses say. */
  readonly exposeHeaders: readonly string[] | null
  /** Further keys of a grant: `maxAge`, `read`, `websocket`, `when`, ... */
  readonly more: { readonly [key: string]: Json }
}

/** What `x-marque` says of operations, the nearest level first: operation, path item, document. */
export interface Marks {
  readonly resource: string | null
  readonly sensitivity: Sensitivity | null
  readonly authentication: 'required' | 'optional' | null
  readonly owner: string | null
  readonly data: readonly string[]
  /** Null: nobody said. */
  readonly grants: readonly MarkedGrant[] | null
  /** Not for browsers: the operation is not described to the policy. */
  readonly skip: boolean
}

export interface ApiOperation {
  /** JSON Pointer of the operation. */
  readonly pointer: string
  readonly position: Position
  /** Upper case, save for methods of additionalOperations, which stay as written. */
  readonly method: string
  /** The path as the description writes it. */
  readonly path: string
  /** Where it answers; empty where no pattern can say it, or where it cannot be told from another one. */
  readonly places: readonly ApiPlace[]
  /** Whether the pattern covers more than the path of the description. */
  readonly wider: boolean
  readonly login: Login
  /** Whether each way to log in uses what browsers send by themselves: cookies, client certificates. */
  readonly credentials: boolean
  /** Lower case, sorted: what script must be able to set. */
  readonly requestHeaders: readonly string[]
  /** Lower case, sorted: what script cannot read without being told. */
  readonly exposeHeaders: readonly string[]
  readonly tag: string | null
  readonly marks: Marks
}

export interface Api {
  readonly title: string
  /** Canonical origins: those that `x-marque` names, else those of the servers. */
  readonly self: readonly string[]
  readonly contact: string | null
  readonly sets: readonly MarkedSet[]
  /** In the order of the description; what is skipped is left out. */
  readonly operations: readonly ApiOperation[]
}
