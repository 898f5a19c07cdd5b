/**
 * Texts for a decision.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import { BROWSERS } from '@marque/core/browsers'
import { BROWSER_NAMES } from './browser-table.ts'
import { decisive, type ExplainReport } from './report.ts'

/** Whether the request reaches the application and script can read the response. */
export interface Verdict {
  readonly outcome: 'yes' | 'no' | 'not-cors'
  /** Without a final period. */
  readonly sentence: string
}

/** A sign is always shown with its word. */
export const OUTCOME_SIGNS: { readonly [outcome in Verdict['outcome']]: string } = {
  yes: '✓ YES',
  no: '✗ NO',
  'not-cors': '○ NOT CORS',
}

/** Shown for requests without Origin, which CORS does not restrict. */
export const NOT_RESTRICTED =
  'CORS does not restrict this request: native apps, servers and command-line tools send no Origin header; authentication and authorization must protect it'

/** The overall outcome, from the point of view of the page. */
export function verdictOf(report: ExplainReport): Verdict {
  const { decision } = decisive(report)
  if (decision.kind === 'preflight') return preflightVerdict(decision, report)
  const { kind, reach, read } = decision
  if (kind === 'not-cors') return withoutOrigin(decision)
  if (kind === 'same-origin') {
    return reach
      ? {
          outcome: 'yes',
          sentence:
            'the request is same-origin: CORS does not apply, the request is forwarded, and script can read the response',
        }
      : { outcome: 'no', sentence: rejected(decision) }
  }
  if (kind === 'websocket') {
    return reach
      ? { outcome: 'yes', sentence: 'the WebSocket opens, and script can read and write' }
      : { outcome: 'no', sentence: `the WebSocket does not open: ${rejected(decision)}` }
  }
  if (reach && read) {
    return {
      outcome: 'yes',
      sentence: 'the request reaches the application, and script can read the response',
    }
  }
  if (!reach)
    return { outcome: 'no', sentence: `${rejected(decision)}, and script cannot read the response` }
  if (decision.reason === 'reach-only') {
    return {
      outcome: 'yes',
      sentence:
        'the request reaches the application; the grant is reach-only, so script cannot read the response',
    }
  }
  return {
    outcome: 'no',
    sentence: 'the request reaches the application, but script cannot read the response',
  }
}

function preflightVerdict({ read }: Decision, report: ExplainReport): Verdict {
  if (read)
    return { outcome: 'yes', sentence: 'the preflight succeeds: the browser can send the request' }
  if (decisive(report).role !== 'preflight') {
    return {
      outcome: 'no',
      sentence: 'the preflight is denied, so the browser does not send the request',
    }
  }
  const rest = 'which is denied, so the request is not sent'
  const { browsers } = report
  const preflighting = BROWSERS.filter((name) => browsers?.[name].preflight)
  if (preflighting.length === BROWSERS.length)
    return { outcome: 'no', sentence: `browsers send a preflight, ${rest}` }
  const some = preflighting.map((name) => BROWSER_NAMES[name]).join(' and ')
  return {
    outcome: 'no',
    sentence: `not in every browser: ${some} ${preflighting.length === 1 ? 'sends' : 'send'} a preflight, ${rest}`,
  }
}

function withoutOrigin(decision: Decision): Verdict {
  return decision.reach
    ? {
        outcome: 'not-cors',
        sentence: 'the request has no Origin header and is forwarded to the application',
      }
    : { outcome: 'no', sentence: rejected(decision) }
}

function rejected({ status }: Decision): string {
  return `the request is rejected with ${status ?? 403} before it reaches the application`
}

/** The response status: set by the layer, or by the application. */
export function statusWords({ kind, status }: Decision): string {
  if (status !== null) return `${status}, sent by the layer`
  return kind === 'websocket' ? '101, sent by the application' : 'the status of the application'
}

/** The deciding grant; null if there is none. */
export function grantWords({ grant, exception }: Decision): string | null {
  if (exception !== null) return `exception ${exception}`
  return grant === null ? null : `#${grant} (zero-based)`
}
