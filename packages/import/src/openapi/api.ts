/**
 * The part of an API description that a policy depends on.
 *
 * @module
 */
import type { Json, Sensitivity } from '@marque/core'
import type { Position } from '@marque/policy'

/** Whether an operation requires authentication; `unknown` where the description has no `security`. */
export type Login = 'required' | 'optional' | 'none' | 'unknown'

/** Host and path of an operation. */
export interface ApiEndpoint {
  /** Lower case, without port; null: each host of the description. */
  readonly host: string | null
  /** A path pattern as policies write them (D5). */
  readonly path: string
}

/** An origin set from `x-marque`, with the keys of a policy. */
export interface ExtensionSet {
  readonly name: string
  /** `allow`, `owner`, `purpose`, and the optional keys of a set. */
  readonly keys: { readonly [key: string]: Json }
}

/** A grant from `x-marque`. */
export interface ExtensionGrant {
  readonly origins: readonly string[]
  /** Null: from the security schemes of the operation. */
  readonly credentials: boolean | null
  /** Null: from the parameters of the operations. */
  readonly requestHeaders: readonly string[] | null
  /** Null: from the responses of the operations. */
  readonly exposeHeaders: readonly string[] | null
  /** Further keys of a grant: `maxAge`, `read`, `websocket`, `when`, ... */
  readonly more: { readonly [key: string]: Json }
}

/** The values of `x-marque` for an operation: operation before path item before document. */
export interface Extension {
  readonly resource: string | null
  readonly sensitivity: Sensitivity | null
  readonly authentication: 'required' | 'optional' | null
  readonly owner: string | null
  readonly data: readonly string[]
  /** Null: not given. */
  readonly grants: readonly ExtensionGrant[] | null
  /** The operation is not for browsers and left out. */
  readonly skip: boolean
}

export interface ApiOperation {
  /** The name of the description. */
  readonly description: string
  /** The name of the file that the operation is in; the description may have several. */
  readonly file: string
  /** JSON Pointer of the operation in its file. */
  readonly pointer: string
  readonly position: Position
  /** Upper case, save for methods of additionalOperations, which stay as written. */
  readonly method: string
  /** The path as the description writes it. */
  readonly path: string
  /** Empty where no path pattern matches the path, or where another operation has the same pattern and other protection. */
  readonly endpoints: readonly ApiEndpoint[]
  /** Whether the pattern matches more than the path of the description. */
  readonly wider: boolean
  readonly login: Login
  /**
   * Whether its requests need credentials: every security requirement uses cookies or client certificates, which browsers send themselves;
   * a cookie is a required parameter; or the response sets the cookie of a login.
   */
  readonly credentials: boolean
  /** Names that script must be able to set. Lower case, sorted. */
  readonly requestHeaders: readonly string[]
  /** Names that script can read only where a grant exposes them. Lower case, sorted. */
  readonly exposeHeaders: readonly string[]
  readonly tag: string | null
  readonly extension: Extension
}

export interface Api {
  /** The name of the file. */
  readonly file: string
  readonly title: string
  /** Canonical origins of the document: from `x-marque`, else of the servers. */
  readonly self: readonly string[]
  /** Further origins, of servers of single paths and operations. */
  readonly elsewhere: readonly string[]
  /** What the reader could not find out, one sentence each. */
  readonly questions: readonly string[]
  readonly contact: string | null
  readonly sets: readonly ExtensionSet[]
  /** In document order, without skipped ones. */
  readonly operations: readonly ApiOperation[]
}
