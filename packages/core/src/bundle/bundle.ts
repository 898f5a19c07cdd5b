/**
 * The bundle: a compiled policy, immutable, RFC 8785 JSON, named by the SHA-256 of its bytes.
 *
 * It holds what a layer needs to decide and nothing else: no owners, no prose, no e-mail address but `contact`. Lists are sorted and
 * unique, except grants, whose order matters, so that permuting a policy changes no byte. Names of hosts and headers are in lower
 * case, times are epoch milliseconds, `maxAge` is in seconds.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { Context, Json, Moment, RequestFacts } from '../request.ts'

/** The digest of a bundle: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`

export type Sensitivity = 'public' | 'internal' | 'confidential' | 'restricted'

export interface Bundle {
  readonly format: 'marque-bundle/1'
  readonly environment: string
  /** Public contact for developers whose requests are denied; the only address of the policy that a response may show. */
  readonly contact: string | null
  /** The public origins that the policy guards; the first label of an entry may be `{tenant}`. Never empty. */
  readonly self: readonly string[]
  /** `enforce` for requests that no resource matches (D8). */
  readonly unmatched: 'headers' | 'block'
  readonly context: BundleContext
  /** How tenants are identified (D15). Several paths are sorted and unique. */
  readonly tenancy: { readonly host: string } | { readonly path: string | readonly string[] } | null
  /** By name. The set of an origin that is written inline, or of an exception, has that origin as its name. */
  readonly sets: { readonly [name: string]: OriginList }
  readonly tenants: { readonly [name: string]: OriginList }
  /** Sorted by name. */
  readonly resources: readonly Resource[]
  /** Milliseconds after the end of the lease from which credentials are withheld, or `restricted` resources denied; null for never. */
  readonly staleAfter: { readonly [sensitivity in Sensitivity]: number | null }
  /** Cases that a layer runs before it starts to use the bundle. Their `detail` is prose: empty and not compared. */
  readonly vectors: readonly Vector[]
}

/** The sources of the facts that conditions check. Roles and scopes come only from verified claims. */
export interface BundleContext {
  readonly apiVersion?: FactSource
  readonly roles?: FactSource
  readonly scopes?: FactSource
}

export type FactSource =
  | { readonly claim: string }
  | { readonly header: string }
  | { readonly path: string }

export interface OriginList {
  readonly exact: readonly string[]
  readonly patterns: readonly string[]
  /** Epoch milliseconds; null for no end. */
  readonly until: number | null
}

export interface Resource {
  readonly name: string
  readonly sensitivity: Sensitivity
  readonly enforce: 'block' | 'headers'
  readonly authentication: 'required' | 'optional'
  readonly isolate: boolean
  readonly match: readonly Match[]
  readonly resourcePolicy: 'same-site' | 'same-origin' | 'cross-origin' | null
  /** Exceptions first (D16), then every grant of the policy in its order, including those without origins in this environment. */
  readonly grants: readonly Grant[]
}

export interface Match {
  /** A host, `*.` and a host, or null for any host. */
  readonly host: string | null
  /** D5. */
  readonly path: string
  /** Sorted; null for all methods. */
  readonly methods: readonly string[] | null
  readonly encodedSlash: 'separator' | 'data'
}

export interface Grant {
  /** The id of the exception; null for an ordinary grant. */
  readonly exception: string | null
  /** The origins are `*`: then `sets` is empty and `tenant` is false. */
  readonly any: boolean
  /** Names in {@link Bundle.sets}; empty, with `any` and `tenant` false, for a grant without origins. */
  readonly sets: readonly string[]
  /** `@tenant`: the directory of the request's own tenant. */
  readonly tenant: boolean
  readonly methods: readonly string[]
  readonly requestHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  readonly read: boolean
  readonly nullReach: boolean
  readonly websocket: boolean
  readonly timing: boolean
  readonly token: boolean
  /** Seconds, 0 to 86400. */
  readonly maxAge: number
  readonly from: number | null
  readonly until: number | null
  readonly when: Condition | null
}

/** All parts that are present must hold. */
export interface Condition {
  /** Any of these. */
  readonly apiVersion?: readonly string[]
  /** Any of these. */
  readonly roles?: readonly string[]
  /** All of these. */
  readonly scopes?: readonly string[]
  /** Maximum age of the login, milliseconds. */
  readonly authenticatedWithin?: number
  /** By JSON Pointer. The claim must equal the value or be an array with it; `{origin}` and `{tenant}` are replaced by the request's own. */
  readonly claims?: { readonly [pointer: string]: Json }
}

/** A test case: the input and the whole decision, for other implementations, for layers and for the self-test of a bundle. */
export interface Vector {
  readonly id: string
  readonly rule: `D${number}`
  readonly in: {
    readonly request: RequestFacts
    readonly context: Context
    readonly moment: Moment
  }
  readonly out: Decision
}

/** `packages/core/vectors/*.json`. */
export interface VectorFile {
  readonly format: 'marque-vectors/1'
  readonly bundle: Bundle
  readonly cases: readonly Vector[]
}
