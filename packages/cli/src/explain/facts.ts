/**
 * The facts below the verdict: reason, rule, resource, grant, source locations.
 *
 * @module
 */
import type { Decision, RequestFacts } from '@marque/core'
import type { Step } from '@marque/core/explain'
import { withAddress } from '../findings/index.ts'
import { decisive, type Exchange, type ExplainReport, type PolicyLocation } from './report.ts'
import { verdictOf } from './verdict.ts'
import { grantWords } from './words.ts'

/** A label and its text, which can contain user text. */
export type Fact = readonly [label: string, text: string]

/** Facts of the decisive exchange. */
export function factsOf(report: ExplainReport): readonly Fact[] {
  const { decision, steps } = decisive(report)
  const { reason, refusal, blocked } = verdictOf(report)
  const grant = grantWords(decision)
  const facts: Fact[] = [
    refusal !== null && reason !== decision.reason
      ? ['reason', `${reason}: ${refusal}`]
      : // The policy's reason explains neither what the browser blocks nor 421.
        [blocked === null && report.isHostServed ? 'reason' : 'policy', reasonWords(decision)],
  ]
  const rule = decisiveRule(steps)
  if (report.help !== null) facts.push(['help', report.help])
  if (rule !== null) facts.push(['rule', withAddress(rule)])
  facts.push(['resource', decision.resource ?? 'none'])
  if (grant !== null) facts.push(['grant', grant])
  if (decision.tenant !== null) facts.push(['tenant', decision.tenant])
  return facts
}

/** The first rule that failed; null if none did. */
function decisiveRule(steps: readonly Step[]): string | null {
  return steps.find(({ outcome }) => outcome === 'fail')?.rule ?? null
}

function reasonWords({ reason, detail }: Decision): string {
  return detail === '' ? reason : `${reason}: ${detail}`
}

/** A location with its owner. */
export function locationWords({ what, owner }: PolicyLocation): string {
  return owner === null ? what : `${what} (owner: ${owner})`
}

/** `policy.yaml:12:7`, which editors and terminals can open. */
export function locationText({ file, line, column }: PolicyLocation): string {
  return `${file}:${line}:${column}`
}

/** The request in one line. */
export function requestText({ origin, exchanges }: ExplainReport): string {
  const request = exchanges.at(-1)?.request
  const what = request ? `${request.method} ${request.url}` : ''
  if (origin === null) return `${what} without Origin`
  return origin === 'null' ? `${what} from an opaque origin (null)` : `${what} from ${origin}`
}

/** The title of an exchange. */
export function exchangeTitle(
  { role, request, decision }: Exchange,
  report: ExplainReport,
): string {
  if (role === 'preflight' || decision.kind === 'preflight') return preflightTitle(request)
  const isSent = report.standard?.sent ?? decisive(report).role === 'request'
  const title = decision.kind === 'websocket' ? 'WebSocket handshake' : 'Request'
  return isSent ? title : `${title} (hypothetical: browsers do not send it)`
}

function preflightTitle({ headers }: RequestFacts): string {
  const valuesOf = (name: string): string =>
    headers
      .filter(([other]) => other.toLowerCase() === name)
      .map(([, value]) => value)
      .join(', ')
  const names = valuesOf('access-control-request-headers')
  const title = `Preflight for ${valuesOf('access-control-request-method')}`
  return names === '' ? title : `${title} with ${names}`
}

/** The response headers that the layer sets, Vary last. */
export function responseLines({ headers, vary, removes }: Decision): readonly string[] {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  if (vary.length > 0) lines.push(`vary: ${vary.join(', ')}`)
  if (removes.length > 0)
    lines.push(`(removed from the response of the application: ${removes.join(', ')})`)
  return lines
}

/** Splits the steps of the request into those with the same result as in the preflight, and the others. */
export function foldedSteps(
  { role, steps }: Exchange,
  { exchanges }: ExplainReport,
): { readonly same: readonly Step[]; readonly others: readonly Step[] } {
  const before =
    role === 'request' ? exchanges.find((other) => other.role === 'preflight') : undefined
  const keyOf = ({ rule, outcome, text }: Step): string => `${rule} ${outcome} ${text}`
  const seen = new Set(before?.steps.map(keyOf))
  return {
    same: steps.filter((step) => seen.has(keyOf(step))),
    others: steps.filter((step) => !seen.has(keyOf(step))),
  }
}
