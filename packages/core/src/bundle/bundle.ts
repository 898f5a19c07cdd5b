/**
 * The bundle: a compiled policy, immutable, RFC 8785 JSON, named by the SHA-256 of its bytes.
 *
 * It holds all that a layer needs to decide and nothing else: no owner, no prose, no address but `contact`. Lists are sorted and
 * unique (grants excepted: their order decides), so that permuting a policy changes no byte. Names of hosts and headers are lower
 * case, times epoch milliseconds, `maxAge` seconds.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { Context, Json, Moment, RequestFacts } from '../request.ts'

/** The name of a bundle: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`

export type Sensitivity = 'public' | 'internal' | 'confidential' | 'restricted'

export interface Bundle {
  readonly format: 'marque-bundle/1'
  readonly environment: string
  /** Whom a denied developer may ask; the only address that leaves the policy. */
  readonly contact: string | null
  /** The public origins that are guarded; an entry may hold `{tenant}` as its first label. Never empty. */
  readonly self: readonly string[]
  /** What happens to requests that no resource matches (D8). */
  readonly unmatched: 'headers' | 'block'
  readonly context: BundleContext
  readonly tenancy: { readonly host: string } | { readonly path: string } | null
  /** By name. A set that stands for one origin written inline, or for an exception's origin, is named by that origin. */
  readonly sets: { readonly [name: string]: OriginList }
  readonly tenants: { readonly [name: string]: OriginList }
  /** Sorted by name. */
  readonly resources: readonly Resource[]
  /** Milliseconds after the end of the lease from which answers only tighten; null: never. */
  readonly staleAfter: { readonly [sensitivity in Sensitivity]: number | null }
  /** Cases that a layer runs before it swaps the bundle in. Their `detail` is empty and not compared: it is prose. */
  readonly vectors: readonly Vector[]
}

/** Where the values of conditions come from. Roles and scopes come from verified claims only. */
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
  /** Epoch milliseconds, or null where the list has no end. */
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
  /** Exceptions first (D16), then the grants in the order of the document, one for each: also those that grant nobody here. */
  readonly grants: readonly Grant[]
}

export interface Match {
  /** A host, `*.` and a host, or null for any. */
  readonly host: string | null
  /** D5. */
  readonly path: string
  /** Sorted; null for all. */
  readonly methods: readonly string[] | null
  readonly encodedSlash: 'separator' | 'data'
}

export interface Grant {
  /** The id of the exception that this grant is, or null. */
  readonly exception: string | null
  /** `*`: then `sets` is empty and `tenant` false. */
  readonly any: boolean
  /** Names in {@link Bundle.sets}; with `any` and `tenant` false an empty list grants nobody. */
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

/** All parts that are named must hold. */
export interface Condition {
  /** One of these. */
  readonly apiVersion?: readonly string[]
  /** One of these. */
  readonly roles?: readonly string[]
  /** All of these. */
  readonly scopes?: readonly string[]
  /** How old a login may be, milliseconds. */
  readonly authenticatedWithin?: number
  /** By JSON Pointer. The claim equals the value, or is a list that holds it; `{origin}` and `{tenant}` stand for the request's own. */
  readonly claims?: { readonly [pointer: string]: Json }
}

/** One case: a question and its whole answer, for other implementers, for layers and for a bundle's own self-test. */
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
