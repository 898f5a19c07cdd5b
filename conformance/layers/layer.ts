/**
 * A layer under test: a server in front of an upstream.
 *
 * @module
 */
import type { Bundle, Context, Moment } from '@marque/core'

export interface LayerUnderTest {
  readonly id: string
  /** Starts it, on a port of its own. It takes `X-Forwarded-Proto` for the scheme, and believes `situation` of the rest. */
  start(
    bundle: Bundle,
    options: { readonly upstream: string; readonly situation: () => Situation },
  ): Promise<RunningLayer>
}

export interface RunningLayer {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  stop(): Promise<void>
}

/** What a request does not carry: who sent it, and when it is. A layer that cannot be told leaves such vectors out. */
export interface Situation {
  readonly context: Context
  readonly moment: Moment
}
