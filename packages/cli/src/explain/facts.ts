/**
 * What stands below the verdict: reason, resource, grant, and where to look.
 *
 * @module
 */
import type { Decision, RequestFacts } from '@marque/core'
import type { Step } from '@marque/core/explain'
import { type Exchange, type ExplainReport, type PolicyPlace, settling } from './report.ts'
import { grantWords, verdictOf } from './words.ts'

/** A label and its text, which may hold texts of users. */
export type Fact = readonly [label: string, text: string]

/** Facts of the exchange that settles the answer. */
export function factsOf(report: ExplainReport): readonly Fact[] {
  const { decision } = settling(report)
  const grant = grantWords(decision)
  const facts: Fact[] = [['reason', reasonWords(decision)]]
  facts.push(['resource', decision.resource ?? 'none'])
  if (grant !== null) facts.push(['grant', grant])
  if (decision.tenant !== null) facts.push(['tenant', decision.tenant])
  return facts
}

function reasonWords({ reason, detail }: Decision): string {
  return detail === '' ? reason : `${reason}: ${detail}`
}

/** The label of places: where an answer comes from, or where a denial can be looked into. */
export function placesLabel(report: ExplainReport): string {
  return verdictOf(report).outcome === 'no' ? 'help' : 'where'
}

/** What stands at a place, and whom to ask. */
export function placeWords({ what, owner }: PolicyPlace): string {
  return owner === null ? what : `${what} (owner: ${owner})`
}

/** `policy.yaml:12:7`, as editors and terminals open it. */
export function placeText({ file, line, column }: PolicyPlace): string {
  return `${file}:${line}:${column}`
}

/** What is asked, in one line. */
export function askedWords({ origin, exchanges }: ExplainReport): string {
  const asked = exchanges.at(-1)?.request
  const what = asked ? `${asked.method} ${asked.url}` : ''
  if (origin === null) return `${what} without Origin`
  return origin === 'null'
    ? `${what} from a page without an origin of its own (null)`
    : `${what} from a page of ${origin}`
}

/** The title of an exchange. */
export function exchangeTitle(
  { role, request, decision }: Exchange,
  report: ExplainReport,
): string {
  if (role === 'preflight' || decision.kind === 'preflight') return preflightTitle(request)
  const isSent = settling(report).role === 'request'
  const socket = decision.kind === 'websocket' ? 'WebSocket handshake' : 'request'
  return isSent ? `The ${socket}` : `The ${socket}, which no browser sends: what it would get`
}

function preflightTitle({ headers }: RequestFacts): string {
  const valuesOf = (name: string): string =>
    headers
      .filter(([other]) => other.toLowerCase() === name)
      .map(([, value]) => value)
      .join(', ')
  const names = valuesOf('access-control-request-headers')
  const asked = `The preflight: may it send ${valuesOf('access-control-request-method')}`
  return names === '' ? `${asked}?` : `${asked} with ${names}?`
}

/** The headers that the layer sets, Vary at the end. */
export function answerLines({ headers, vary, removes }: Decision): readonly string[] {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  if (vary.length > 0) lines.push(`vary: ${vary.join(', ')}`)
  if (removes.length > 0)
    lines.push(`(taken out of the application's answer: ${removes.join(', ')})`)
  return lines
}

/** The steps of an exchange: those that went the same way at the preflight before it, and the others. */
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
