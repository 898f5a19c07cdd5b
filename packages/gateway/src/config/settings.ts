/**
 * The settings of a gateway and of a decision service, complete and valid: every default is filled in.
 *
 * @module
 */
import type { TrustedKey } from '@marque/sync'

/** Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly policy: PolicySettings
  readonly environment: string
  readonly listen: readonly ListenSettings[]
  /** Address of the admin server (health, metrics, explain); never a public listening address. Null: no admin server. */
  readonly admin: Address | null
  readonly upstreams: { readonly [name: string]: UpstreamSettings }
  /** The first match decides. */
  readonly routes: readonly RouteSettings[]
  /**
   * Hosts that are served beside those of the policy and of the routes (D2), exact or `*.` and a host, lower case; requests for others are answered with 421. `any`: every
   * host is served.
   */
  readonly hosts: 'any' | readonly string[]
  readonly authentication: readonly IssuerSettings[]
  readonly rateLimits: readonly RateLimitSettings[]
  /** Where rate limits are counted: in the memory of this process, or in Redis for all processes. */
  readonly store: 'memory' | `redis://${string}` | `rediss://${string}`
  /** Addresses and CIDR networks of proxies in front whose `X-Forwarded-*`, `Forwarded` and `X-Request-Id` headers are trusted. */
  readonly trustedProxies: readonly string[]
  /** Names of response headers that are removed, lower case. */
  readonly hideHeaders: readonly string[]
  readonly log: LogSettings
  /** File for hourly counts of decisions, `marque-usage/1`; with several processes, each has its own with its number at the end. Null or absent: none. */
  readonly usageFile?: string | null
  /** The key of `Marque-Decision` (D29). Null: no statement is sent to upstreams. */
  readonly statement: { readonly keyId: string; readonly keyFile: string } | null
  /** Ed25519 public keys that verify origin-bound tokens (D16). */
  readonly tokenKeys: readonly { readonly id: string; readonly publicKey: string }[]
  readonly limits: LimitSettings
  /** How long a shutdown waits for requests in progress. */
  readonly drain: number
  /** How many processes share the listening addresses. */
  readonly processes: number
}

/** Where the policy comes from. Paths are absolute, or relative to the working directory. */
export type PolicySettings =
  /** A policy or an unsigned bundle on this machine; watched. */
  | { readonly from: 'file'; readonly file: string }
  /** A bundle with its signature beside it, delivered by another system; watched. */
  | {
      readonly from: 'signed-file'
      readonly file: string
      readonly keys: readonly TrustedKey[]
      readonly tenant: string
    }
  /** URLs that distribute signed bundles. */
  | {
      readonly from: 'control'
      readonly urls: readonly string[]
      readonly leaseUrls: readonly string[]
      readonly keys: readonly TrustedKey[]
      readonly tenant: string
      /** Folder in which the last valid bundles are kept. Null: they are not kept. */
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
    /** Requests client certificates of this authority and passes them on (RFC 9440). */
    readonly clientCaFile: string | null
  } | null
}

export interface UpstreamSettings {
  /** Base URLs, `http://127.0.0.1:3000`; several are used in turn. */
  readonly urls: readonly string[]
  readonly caFile: string | null
  readonly timeouts: {
    readonly connect: number
    /** Until the response header. */
    readonly headers: number
    /** Between two chunks of the response body; 0: no timeout, so that event streams may be idle. */
    readonly idle: number
  }
  /** Maximum number of connections to each address. */
  readonly connections: number
}

export interface RouteSettings {
  /** A host, or `*.` and a host. Null: any. */
  readonly host: string | null
  /** A path pattern as in a policy. Null: any. */
  readonly path: string | null
  /** Matches requests whose origin is in one of these sets. Null: all requests. */
  readonly originSets: readonly string[] | null
  readonly tenant: string | null
  readonly upstream: string
}

/** An issuer of logins. Claims that a token must carry have no default. */
export interface IssuerSettings {
  readonly issuer: string
  readonly audience: readonly string[]
  /** Signed tokens (RFC 7519): URL of the keys and accepted algorithms. Null: introspection only. */
  readonly jwks: { readonly url: string; readonly algorithms: readonly string[] } | null
  /** Introspection (RFC 7662) of opaque tokens and sessions. Null: opaque tokens are invalid. */
  readonly introspection: {
    readonly url: string
    readonly clientId: string
    /** A file, so that the configuration holds no secret. */
    readonly clientSecretFile: string
  } | null
  readonly clockSkew: number
  readonly from: { readonly kind: 'header' } | { readonly kind: 'cookie'; readonly name: string }
}

export interface RateLimitSettings {
  /** The key by which requests are counted (D30). Preflights are always counted by client. */
  readonly by: 'client' | 'subject' | 'origin' | 'tenant'
  readonly limit: number
  /** The window; the bucket refills by `limit` in each. */
  readonly per: number
  /** Requests beyond `limit` that may arrive at once. */
  readonly burst: number
}

export interface LogSettings {
  /** Whether every request is logged. `failed`: only aborted requests, responses with 5xx and errors of the gateway. */
  readonly access: boolean | 'failed'
  /** The fraction of decisions that is logged, 0 to 1. */
  readonly decisions: { readonly granted: number; readonly denied: number }
  /** File with the key of the pseudonyms of users in log lines (default: lines do not tell users apart). */
  readonly subjectKeyFile?: string | null
}

export interface LimitSettings {
  /** Size of all request header lines together. */
  readonly headerBytes: number
  /** Size of a request body. */
  readonly bodyBytes: number
  /** Connections of one listener. */
  readonly connections: number
  /** How long a client may leave response data unread, milliseconds (default: 60,000). Not configurable in a file. */
  readonly stall?: number
}

/** Settings of a decision service. Defaults are those of a gateway, except that there is no admin server. */
export interface DecisionServiceSettings
  extends Pick<Settings, 'policy' | 'environment'>,
    Partial<
      Pick<
        Settings,
        'admin' | 'authentication' | 'tokenKeys' | 'trustedProxies' | 'hosts' | 'log' | 'usageFile'
      >
    > {
  readonly listen: Address
  /** Address for Envoy's gRPC checks; same TLS and service key. Null: no gRPC. */
  readonly grpc?: Address | null
  /** With `clientCaFile`, only proxies with a certificate of this authority may connect. */
  readonly tls?: ListenSettings['tls']
  /**
   * A file with the key that the proxy sends in `Marque-Service-Key`. Null: no key. An address that is reachable from other machines requires a key or a client
   * certificate, since the answers reveal what the policy grants to whom.
   */
  readonly keyFile: string | null
}
