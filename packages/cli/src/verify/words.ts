/**
 * What formats for people say of a run.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'
import type { LayerFinding, Verification } from '@marque/verify'
import { count } from '../terminal/index.ts'
import { fails, sentIn, type VerifyFormatOptions } from './report.ts'

/** Which layers are at fault, and how much was asked: one sentence without a period. */
export function headline(
  { report }: Verification,
  { isInterrupted, onlyAsSeen }: VerifyFormatOptions,
): string {
  const { findings, layers } = report
  const asked = layers.filter(({ name }) => !onlyAsSeen.has(name))
  const sent = `${count(sentIn(report), 'request')} to ${count(asked.length, 'layer')}`
  const partly = isInterrupted ? ', interrupted: the rest is unknown' : ''
  const unreachable = findings.filter(({ cause }) => cause === 'unreachable')
  const failing = findings.filter(fails)
  if (unreachable.length > 0) {
    const others = failing.filter(({ cause }) => cause !== 'unreachable')
    const also = others.length > 0 ? `, and ${mistakeWords(others)}` : ''
    return `${namesOf(unreachable)} cannot be reached${also}; ${sent}${partly}`
  }
  if (failing.length > 0) return `${mistakeWords(failing)}; ${sent}${partly}`
  const rest = restWords(findings)
  const verdict = isInterrupted
    ? 'no mistake so far'
    : asked.length === 1
      ? 'the layer answers as the policy decides'
      : 'every layer answers as the policy decides'
  return `${verdict}${rest === '' ? '' : `, with ${rest}`}; ${sent}${partly}`
}

/** Mistakes that a headline names. */
const MOST_NAMED = 3

/** `1 mistake: proxy reflects-any-origin (37 probes)`. */
function mistakeWords(findings: readonly LayerFinding[]): string {
  const isCompared = findings.some(({ inBaseline }) => inBaseline !== undefined)
  const named = findings
    .slice(0, MOST_NAMED)
    .map(({ layer, cause, seen }) => `${layer} ${cause} (${count(seen, 'probe')})`)
  const more = findings.length - named.length
  const list = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `${count(findings.length, isCompared ? 'new mistake' : 'mistake')}: ${list}`
}

function restWords(findings: readonly LayerFinding[]): string {
  const known = findings.filter(({ inBaseline }) => inBaseline === true).length
  const fresh = findings.filter(({ inBaseline }) => inBaseline !== true)
  const warnings = fresh.filter(({ severity }) => severity === 'warning').length
  const notes = fresh.filter(({ severity }) => severity === 'note').length
  return [
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(notes > 0 ? [count(notes, 'note')] : []),
    ...(known > 0 ? [`${count(known, 'finding')} of the baseline`] : []),
  ].join(', ')
}

/** The layers of findings, each once. */
function namesOf(findings: readonly LayerFinding[]): string {
  return [...new Set(findings.map(({ layer }) => layer))].join(', ')
}

/** What the policy decides, in one line. */
export function expectedWords(decision: Decision): string {
  const { kind, reach, read, reason, status, headers } = decision
  const outcome =
    kind === 'not-cors' && reach
      ? 'not a CORS request'
      : kind === 'preflight'
        ? read
          ? 'preflight granted'
          : `preflight denied (${reason})`
        : !reach
          ? `rejected with ${status ?? 403} (${reason})`
          : kind === 'websocket'
            ? 'the WebSocket opens'
            : read
              ? 'granted'
              : `script cannot read the answer (${reason})`
  const lines = headers.filter(([name]) => isOfPolicy(name)).map(lineOf)
  if (lines.length === 0) lines.push(NO_HEADERS)
  if (decision.vary.length > 0) lines.push(`vary: ${decision.vary.join(', ')}`)
  return `${outcome}; ${lines.join('; ')}`
}

const NO_HEADERS = 'no CORS headers'

/** What the layer answered: the status and the headers that CORS is about. */
export function gotWords({ status, headers }: LayerFinding['got']): string {
  if (status === null) return 'no answer'
  const lines = headers.filter(([name]) => isTelling(name)).map(lineOf)
  if (!headers.some(([name]) => isOfPolicy(name))) lines.unshift(NO_HEADERS)
  return `${status}; ${lines.join('; ')}`
}

function lineOf([name, value]: HeaderLine): string {
  return `${name.toLowerCase()}: ${value}`
}

function isOfPolicy(name: string): boolean {
  return /^(?:access-control-|cross-origin-|timing-allow-origin$)/i.test(name)
}

/** Also the headers that tell who answered instead. */
function isTelling(name: string): boolean {
  return isOfPolicy(name) || /^(?:vary|location|www-authenticate|allow|etag|upgrade)$/i.test(name)
}

const LEFT_OUT: { readonly [why: string]: string } = {
  mutating: 'change data (`--mutating` sends them)',
  'delete-without-path': 'are DELETE of paths that no `--path` names',
  'max-probes': 'are over `--max-probes`',
  token: 'need a signed token',
  'condition-unknown': 'depend on the login (`--context` describes it)',
  unreachable: 'were for a layer that is unreachable',
  unsteady: 'were for a layer that stopped answering',
  interrupted: 'were interrupted',
  'browser-missing': 'are for a browser that is missing or does not start',
  'browser-page': 'are for pages that did not open in a browser',
  'browser-unanswered': 'had no answer in a browser',
  'browser-redirect': 'were redirected in a browser',
  'browser-permission': 'need a permission in a browser',
  'browser-wrong-answer': 'had a wrong answer in a browser, which the findings explain',
  'no-etag': 'need an ETag that the layer did not send',
}

/** What was not sent or not judged, most first. */
export function leftOutWords(leftOut: { readonly [why: string]: number }): readonly string[] {
  return Object.entries(leftOut)
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([why, number]) => `${number} ${LEFT_OUT[why] ?? why}`)
}
