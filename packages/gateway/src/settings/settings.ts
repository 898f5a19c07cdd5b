/**
 * What a gateway is told to do, complete and valid: every default is filled in.
 *
 * @module
 */

/** Times are milliseconds, sizes bytes. */
export interface Settings {
  readonly listen: readonly ListenSettings[]
  /** Health, metrics, explain: never on the address that the world sees. Null: none. */
  readonly admin: Address | null
  readonly upstreams: { readonly [name: string]: UpstreamSettings }
  /** The first that fits decides. */
  readonly routes: readonly RouteSettings[]
  readonly limits: LimitSettings
  /** Addresses (CIDR) of proxies in front, whose `X-Forwarded-*`, `Forwarded`, request ids and trace contexts are believed. */
  readonly trustedProxies: readonly string[]
  /** Names of answer headers that never leave, lower case. */
  readonly hideHeaders: readonly string[]
  /** How long a stop waits for requests that are under way. */
  readonly drain: number
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

export interface LimitSettings {
  /** Of the request's header lines together. */
  readonly headerBytes: number
  /** Of a request's body. */
  readonly bodyBytes: number
  /** Of one listener. */
  readonly connections: number
}

export const DEFAULT_LIMITS: LimitSettings = {
  headerBytes: 65_536,
  bodyBytes: 104_857_600,
  connections: 16_384,
}

export const DEFAULT_TIMEOUTS: UpstreamSettings['timeouts'] = {
  connect: 5_000,
  headers: 60_000,
  idle: 0,
}

/** What servers say of themselves to everybody. */
export const HIDDEN_HEADERS: readonly string[] = [
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-runtime',
]
