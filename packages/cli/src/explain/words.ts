/**
 * A decision in words.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import { BROWSERS } from '@marque/core/browsers'
import { BROWSER_NAMES } from './browser-table.ts'
import { type ExplainReport, settling } from './report.ts'

/** The answer to the two questions: does the request come to the application, may script read? */
export interface Verdict {
  readonly outcome: 'yes' | 'no' | 'not-cors'
  /** Without its final period. */
  readonly sentence: string
}

/** A sign never stands without its word. */
export const OUTCOME_SIGNS: { readonly [outcome in Verdict['outcome']]: string } = {
  yes: '✓ YES',
  no: '✗ NO',
  'not-cors': '○ NOT CORS',
}

/** What CORS does not do, where somebody could think that it does. */
export const PROTECTS_NOTHING =
  'CORS protects nothing here: native apps, servers and command lines send no Origin and are asked for none; authentication and authorisation have to decide'

/** Says what comes of the whole, from the page's point of view where a page asks. */
export function verdictOf(report: ExplainReport): Verdict {
  const { decision } = settling(report)
  if (decision.kind === 'preflight') return preflightVerdict(decision, report)
  const { kind, reach, read } = decision
  if (kind === 'not-cors') return withoutOrigin(decision)
  if (kind === 'same-origin') {
    return reach
      ? {
          outcome: 'yes',
          sentence:
            "the origin is the policy's own: CORS does not apply, the request goes on and script reads the answer",
        }
      : { outcome: 'no', sentence: stopped(decision) }
  }
  if (kind === 'websocket') {
    return reach
      ? { outcome: 'yes', sentence: 'the socket opens, and script reads and writes' }
      : { outcome: 'no', sentence: `the socket does not open: ${stopped(decision)}` }
  }
  if (reach && read) {
    return {
      outcome: 'yes',
      sentence: 'the request reaches the application, and script may read the answer',
    }
  }
  if (!reach) return { outcome: 'no', sentence: `${stopped(decision)}, and script reads nothing` }
  if (decision.reason === 'reach-only') {
    return {
      outcome: 'yes',
      sentence:
        'the request reaches the application, and script never reads the answer, as the grant says',
    }
  }
  return {
    outcome: 'no',
    sentence: 'the request reaches the application, but script may not read the answer',
  }
}

function preflightVerdict({ read }: Decision, report: ExplainReport): Verdict {
  if (read) return { outcome: 'yes', sentence: 'the preflight is granted: the request may follow' }
  if (settling(report).role !== 'preflight') {
    return { outcome: 'no', sentence: 'the preflight is denied, and the request never follows' }
  }
  const rest = 'that preflight is denied, and the request is never sent'
  const { browsers } = report
  const asking = BROWSERS.filter((name) => browsers?.[name].preflight)
  if (asking.length === BROWSERS.length)
    return { outcome: 'no', sentence: `browsers ask first, ${rest}` }
  const some = asking.map((name) => BROWSER_NAMES[name]).join(' and ')
  return { outcome: 'no', sentence: `not every browser: where one asks first (${some}), ${rest}` }
}

function withoutOrigin(decision: Decision): Verdict {
  return decision.reach
    ? { outcome: 'not-cors', sentence: 'the request has no Origin and goes on to the application' }
    : { outcome: 'no', sentence: stopped(decision) }
}

function stopped({ status }: Decision): string {
  return `the request is stopped with ${status ?? 403} before the application`
}

/** What the layer answers: its own status, or that the application's answer goes through. */
export function statusWords({ kind, status }: Decision): string {
  if (status !== null) return `${status}, from the layer`
  return kind === 'websocket' ? "101, the application's" : "the application's own status"
}

/** The grant in words, where one decided. */
export function grantWords({ grant, exception }: Decision): string | null {
  if (exception !== null) return `the exception ${exception}`
  return grant === null ? null : `${grant}, counted from 0`
}
