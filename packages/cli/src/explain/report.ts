/**
 * The input of the formats of `explain`.
 *
 * @module
 */
import type { Context, Decision, RequestFacts } from '@marque/core'
import type { BrowserVerdict, BrowserVerdicts } from '@marque/core/browsers'
import type { Step } from '@marque/core/explain'
import type { Palette } from '../terminal/index.ts'

/** One request and its decision. */
export interface Exchange {
  readonly role: 'preflight' | 'request'
  readonly request: RequestFacts
  readonly decision: Decision
  readonly steps: readonly Step[]
}

/** A part of the policy that the decision is based on. */
export interface PolicyLocation {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** Description of the part. */
  readonly what: string
  /** Owner; null if none is set. */
  readonly owner: string | null
}

/** The exchanges of a request, and what browsers do with them. */
export interface Explained {
  /** The preflight, if any, then the request. Never empty. */
  readonly exchanges: readonly Exchange[]
  /** The request would be forwarded, but its resource requires a login, and the context has none. */
  readonly lacksLogin: boolean
  /** Layers serve the host of the URL (D2), unless their own configuration says otherwise; they answer 421 for other hosts. */
  readonly isHostServed: boolean
  /** Null if no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
  /** What the Fetch standard says of the fetch by script; null if there is none, or no browser sends such a request. */
  readonly standard: BrowserVerdict | null
}

/** An explained request. */
export interface ExplainReport extends Explained {
  /** As given on the command line. */
  readonly policy: string
  readonly environment: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly context: Context
  /** Origin of the page; null without `--origin`. */
  readonly origin: string | null
  /** What the developer of the page can do, as a layer would say it (D19), or the author of the policy; null where nothing is denied, and for what the browser blocks. */
  readonly help: string | null
  /** Empty for a bundle, which has no lines. */
  readonly locations: readonly PolicyLocation[]
}

export interface ExplainFormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
}

/** Formats an explanation; the text ends with a newline. */
export type ExplainFormat = (report: ExplainReport, options: ExplainFormatOptions) => string

/** The exchange whose decision determines the outcome: a denied preflight that browsers send, otherwise the request. */
export function decisive({
  exchanges,
  standard,
}: Pick<Explained, 'exchanges' | 'standard'>): Exchange {
  const denied =
    standard === null || standard.preflightPasses === false
      ? exchanges.find(({ role, decision }) => role === 'preflight' && !decision.read)
      : undefined
  const exchange = denied ?? exchanges.at(-1)
  if (exchange === undefined) throw new TypeError('an explanation has at least one exchange')
  return exchange
}
