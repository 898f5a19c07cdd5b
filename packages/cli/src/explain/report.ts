/**
 * What `explain` found out, and what the formats need beside it.
 *
 * @module
 */
import type { Context, Decision, RequestFacts } from '@marque/core'
import type { BrowserVerdicts } from '@marque/core/browsers'
import type { Step } from '@marque/core/explain'
import type { Palette } from '../terminal/index.ts'

/** One request and what the policy makes of it. */
export interface Exchange {
  readonly role: 'preflight' | 'request'
  readonly request: RequestFacts
  readonly decision: Decision
  readonly steps: readonly Step[]
}

/** A part of the policy that bears on the answer. */
export interface PolicyPlace {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** What stands there. */
  readonly what: string
  /** Who answers for it; null where nobody is named. */
  readonly owner: string | null
}

/** A question and all that is known of its answer. */
export interface ExplainReport {
  /** As the user named it. */
  readonly policy: string
  readonly environment: string
  /** The instant of the judgement, epoch milliseconds. */
  readonly now: number
  readonly context: Context
  /** The origin of the page; null where no page asks. */
  readonly origin: string | null
  /** The preflight first, where there is one. Never empty. */
  readonly exchanges: readonly Exchange[]
  /** Null where no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
  /** Empty where a bundle was asked, which has no lines. */
  readonly places: readonly PolicyPlace[]
}

export interface ExplainFormatOptions {
  readonly palette: Palette
  /** How wide a line may be. */
  readonly columns: number
}

/** Writes an explanation: the whole text, with its last newline. */
export type ExplainFormat = (report: ExplainReport, options: ExplainFormatOptions) => string

/** The exchange that settles what a page gets: a preflight that is denied, else the request itself. */
export function settling({ exchanges }: Pick<ExplainReport, 'exchanges'>): Exchange {
  const denied = exchanges.find(({ role, decision }) => role === 'preflight' && !decision.read)
  const settles = denied ?? exchanges.at(-1)
  if (settles === undefined) throw new TypeError('an explanation has an exchange')
  return settles
}
