/**
 * The layers of a run, and how to reach them.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

/** A layer as `--layer NAME=URL` names it. Layers are listed in the order in which a request passes through them, the outermost first. */
export interface Layer {
  readonly name: string
  /** Scheme, host and port to connect to. The `Host` line and SNI come from the probe. */
  readonly url: string
  /** Version of HTTP: 2 over TLS by ALPN, over plain text with prior knowledge. */
  readonly http: 1 | 2
  /** The compile target whose documented narrowings are right here; null for none. */
  readonly target: string | null
  /** It cannot be asked by itself, or decides nothing: it is listed, not asked, and no finding names it. */
  readonly onlyAsSeen: boolean
}

/** How probes are sent; the same for each layer. */
export interface AskOptions {
  /** Sent with every probe. They replace what the prober adds by itself. */
  readonly headers: readonly HeaderLine[]
  /** Sent with probes that are with credentials. Secret: never in a result. */
  readonly credentials: readonly HeaderLine[]
  /** Whether the own origins are https: then probes have `X-Forwarded-Proto: https`. */
  readonly forwardedHttps: boolean
  /** Requests in flight at one layer. */
  readonly concurrency: number
  /** Requests a second at one layer; null for no limit. */
  readonly rate: number | null
  /** Replicas behind a layer: the most telling probes are sent 3 times for each, in a row; 1 for no repeats. */
  readonly replicas: number
  readonly tls: {
    /** PEM; null for the authorities of the system. */
    readonly ca: string | null
    /** PEM of a client certificate and its key. */
    readonly client: { readonly certificate: string; readonly key: string } | null
  }
  /** Files that {@link tls} was read from, as the user named them: commands that repeat a probe name them too. */
  readonly files?: {
    readonly ca: string | null
    readonly client: { readonly certificate: string; readonly key: string } | null
  }
  /** Names this run in the `marque-probe` query. */
  readonly seed: number
  /** Sends URLs as they are, without the query that keeps caches from answering (default: false). */
  readonly exactUrls?: boolean
  /** Milliseconds that an answer may take. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Called after every answer. */
  readonly onProgress?: (done: number, planned: number) => void
}
