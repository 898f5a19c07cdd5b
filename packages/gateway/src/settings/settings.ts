/**
 * What a gateway is told to do, complete and valid: every default is filled in.
 *
 * @module
 */
import type { TrustedKey } from '@marque/sync'

/** Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly policy: PolicySettings
  readonly environment: string
  readonly listen: readonly ListenSettings[]
  /** Health, metrics, explain: never on the address that the world sees. Null: none. */
  readonly admin: Address | null
  readonly upstreams: { readonly [name: string]: UpstreamSettings }
  /** The first that fits decides. */
  readonly routes: readonly RouteSettings[]
  readonly authentication: readonly IssuerSettings[]
  readonly rateLimits: readonly RateLimitSettings[]
  /** Where rates are counted: in this process, or in Redis for all of them. */
  readonly store: 'memory' | `redis://${string}` | `rediss://${string}`
  /** Addresses (CIDR) of proxies in front, whose `X-Forwarded-*`, `Forwarded`, request ids and trace contexts are believed. */
  readonly trustedProxies: readonly string[]
  /** Names of answer headers that never leave, lower case. */
  readonly hideHeaders: readonly string[]
  readonly log: LogSettings
  /** The key of `Marque-Decision` (D29); null: the decision does not travel. */
  readonly statement: { readonly keyId: string; readonly keyFile: string } | null
  /** Whose origin-bound tokens (D16) are believed: Ed25519 public keys. */
  readonly tokenKeys: readonly { readonly id: string; readonly publicKey: string }[]
  readonly limits: LimitSettings
  /** How long a stop waits for requests that are under way. */
  readonly drain: number
  /** How many processes share the listening addresses. */
  readonly processes: number
}

/** Where the policy comes from. Paths are absolute, or relative to the working directory. */
export type PolicySettings =
  /** A policy or a bundle that this machine's operator writes; watched. */
  | { readonly from: 'file'; readonly file: string }
  /** A bundle with its signature beside it, which somebody else delivers; watched. */
  | {
      readonly from: 'signed-file'
      readonly file: string
      readonly keys: readonly TrustedKey[]
      readonly tenant: string
    }
  /** Addresses that distribute signed bundles. */
  | {
      readonly from: 'control'
      readonly urls: readonly string[]
      readonly leaseUrls: readonly string[]
      readonly keys: readonly TrustedKey[]
      readonly tenant: string
      /** Where the last good ones are kept; null: nowhere. */
      readonly folder: string | null
      readonly interval: number
    }

export interface Address {
  readonly host: string
  readonly port: number
}

export interface ListenSettings extends Address {
  readonly tls: {
    readonly certFile: string
    readonly keyFile: string
    /** Client certificates of this authority are asked for and passed on (RFC 9440). */
    readonly clientCaFile: string | null
  } | null
}

export interface UpstreamSettings {
  /** Base addresses, `http://127.0.0.1:3000`; several are taken in turn. */
  readonly urls: readonly string[]
  readonly caFile: string | null
  readonly timeouts: {
    readonly connect: number
    /** Until the first byte of the answer. */
    readonly headers: number
    /** Between two parts of the answer; 0 for none, so that event streams may be silent. */
    readonly idle: number
  }
  /** Connections at most, each address. */
  readonly connections: number
}

export interface RouteSettings {
  /** A host, `*.` and a host, or null for any. */
  readonly host: string | null
  /** A path pattern as in a policy, or null for any. */
  readonly path: string | null
  /** Origins of these sets only, or null for all requests. */
  readonly originSets: readonly string[] | null
  readonly tenant: string | null
  readonly upstream: string
}

/** One issuer of logins. What a token must say has no default. */
export interface IssuerSettings {
  readonly issuer: string
  readonly audience: readonly string[]
  /** Signed tokens (RFC 7519): where the keys are, and which algorithms are accepted. Null: only introspection. */
  readonly jwks: { readonly url: string; readonly algorithms: readonly string[] } | null
  /** Opaque sessions and tokens are asked for here (RFC 7662); null: they are not good. */
  readonly introspection: {
    readonly url: string
    readonly clientId: string
    /** Holds the secret, so that no configuration does. */
    readonly clientSecretFile: string
  } | null
  readonly clockSkew: number
  readonly from: { readonly kind: 'header' } | { readonly kind: 'cookie'; readonly name: string }
}

export interface RateLimitSettings {
  /** Whose requests are counted together (D30). Preflights count per client whatever stands here. */
  readonly by: 'client' | 'subject' | 'origin' | 'tenant'
  readonly limit: number
  /** The window. */
  readonly per: number
  /** More than `limit` that may come at once. */
  readonly burst: number
}

export interface LogSettings {
  /** Whether each request has a line; `failed`: those that the gateway could not serve, that ended in 5xx, or before their end. */
  readonly access: boolean | 'failed'
  /** The share of decisions that is logged, 0 to 1. */
  readonly decisions: { readonly granted: number; readonly denied: number }
}

export interface LimitSettings {
  /** Of the request's header lines together. */
  readonly headerBytes: number
  /** Of a request's body. */
  readonly bodyBytes: number
  /** Of one listener. */
  readonly connections: number
  /** How long a client may leave what was sent to it unread, milliseconds; left out: a minute. A file has no key for it. */
  readonly stall?: number
}
