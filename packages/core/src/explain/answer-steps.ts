/**
 * Steps about what follows for the answer: status, headers, what is removed (D12, D14, D17 to D25).
 *
 * @module
 */
import { publicReason } from '../answer/problem.ts'
import type { Decision } from '../decide/decision.ts'
import { endOfGrant, isTokenReason } from '../decide/grants.ts'
import type { GrantPlan, Plan, ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import { formatInstant } from '../instant.ts'
import { quote, quoteAll } from '../text/quote.ts'
import { labelOf } from './grant-steps.ts'
import type { Trail } from './trail.ts'

/** A grant decides. */
export function onGranted(
  trail: Trail,
  plan: Plan,
  planned: GrantPlan,
  question: Question,
  decision: Decision,
): void {
  const { reason } = decision
  const label = labelOf(planned)
  if (reason === 'reach-only') {
    trail.settle(
      'D14',
      reason,
      `${label} lets the request come, and script may not read the answer`,
    )
  } else if (planned.grant.any) {
    trail.settle('D10', reason, `${label} allows it to any origin`)
  } else trail.settle('D9', reason, `${label} allows it`)
  if (decision.kind === 'preflight' && decision.status === 204)
    onPreflight(trail, plan, planned, question, decision)
  else if (decision.kind === 'preflight') onDeniedPreflight(trail, decision)
  else onActual(trail, decision)
  onEnd(trail, plan, planned, question)
}

/** D18. */
function onPreflight(
  trail: Trail,
  plan: Plan,
  planned: GrantPlan,
  question: Question,
  decision: Decision,
): void {
  const seconds = valueIn(decision, 'access-control-max-age')
  const end = endOfGrant(plan, planned, question)
  const why = question.incident.lockdown
    ? ', because a lockdown is in force'
    : end !== null && Number(seconds) < planned.grant.maxAge
      ? ', because the grant ends then'
      : ''
  trail.follow(
    'D18',
    `the layer answers 204 with ${namesIn(decision)}; browsers may keep it for ${seconds} s${why}`,
  )
}

/** D19. */
function onDeniedPreflight(trail: Trail, { reason }: Decision): void {
  const told = publicReason(reason)
  const wire = told === reason ? '' : `; on the wire the reason reads \`${told}\``
  trail.follow(
    'D19',
    `the layer answers 403 without Access-Control headers, and the answer is not stored${wire}`,
  )
}

/** D20, D25. */
function onActual(trail: Trail, decision: Decision): void {
  if (decision.kind === 'websocket') {
    trail.follow(
      'D25',
      'the handshake goes on, and its answer carries no Access-Control headers: no browser reads them',
    )
  } else if (decision.reason === 'reach-only')
    trail.follow('D14', 'the answer carries no CORS header')
  else trail.follow('D20', `the request goes on, and every answer carries ${namesIn(decision)}`)
  onRemoved(trail, decision)
}

/** D12: what ends while a browser may still keep the preflight. */
function onEnd(trail: Trail, plan: Plan, planned: GrantPlan, question: Question): void {
  const end = endOfGrant(plan, planned, question)
  const left = end === null ? null : Math.floor((end - question.moment.now) / 1000)
  if (end === null || left === null || left > planned.grant.maxAge) return
  trail.follow('D12', `the grant ends soon, at ${formatInstant(end)}, in ${left} s`)
}

/** No grant allows it: D17 for a request, D19 for a preflight, D25 for a WebSocket. */
export function onDenied(
  trail: Trail,
  plan: Plan,
  resource: ResourcePlan | null,
  question: Question,
  decision: Decision,
): void {
  const { kind, reach, reason } = decision
  if (kind === 'preflight') {
    onDeniedPreflight(trail, decision)
    return
  }
  if (kind === 'websocket') {
    trail.follow(
      'D25',
      'the handshake gets 403 whatever `enforce` says: cookies always travel with it, and no browser checks the answer',
    )
  } else if (reach) {
    const enforced =
      resource === null
        ? '`unmatched` is `headers`'
        : `${quote(resource.name)} enforces by \`headers\``
    trail.follow('D17', `${enforced}: the request goes on, and its answer gets no CORS headers`)
  } else
    trail.follow(
      'D17',
      `403 before the application: ${whyBlocked(plan, resource, question, decision)}`,
    )
  if (reason === 'condition-unmet') {
    trail.follow(
      'D21',
      'answers that the layer makes itself, 401 and 429 among them, still carry the headers of the grant: a page must be able to read that its login has expired',
    )
  }
  onRemoved(trail, decision)
}

function whyBlocked(
  plan: Plan,
  resource: ResourcePlan | null,
  { request }: Question,
  { reason }: Decision,
): string {
  if (isTokenReason(reason)) return 'without a valid token under every `enforce` (D16)'
  if (resource?.resource.isolate) return `${quote(resource.name)} is isolated, which blocks`
  if (resource?.blocks) return `${quote(resource.name)} enforces by \`block\``
  if (resource === null && plan.unmatchedBlocks) return '`unmatched` is `block`'
  return `no browser sends ${quote(request.method)} without a granted preflight, so a kept one has outlived its grant`
}

/** D2, D23. */
export function onAmbiguous(trail: Trail, readable: boolean, { status }: Decision): void {
  const rule = readable ? 'D23' : 'D2'
  const what = readable ? 'nobody can say whose path it is' : 'nobody can say whose host it is'
  const then =
    status === null
      ? 'the request goes on without CORS headers, for no other origin asks'
      : `it is refused with ${status}`
  trail.settle(rule, 'path-ambiguous', `${what}: nothing is granted, and ${then}`)
}

/** D22. */
export function onRemoved(trail: Trail, { reach, removes, vary }: Decision): void {
  if (!reach) return
  const more = removes.length === 0 ? '' : ` and ${quoteAll(removes)}`
  const varies = vary.length === 0 ? 'Vary stays as it is' : `Vary names ${vary.join(', ')}`
  trail.follow('D22', `every Access-Control header of the application${more} is removed; ${varies}`)
}

/** The names of the headers that the decision sets, as people write them. */
function namesIn({ headers }: Decision): string {
  const names = headers.map(([name]) =>
    name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
  )
  return names.length === 0 ? 'no CORS header' : names.join(', ')
}

function valueIn({ headers }: Decision, name: string): string {
  return headers.find((line) => line[0] === name)?.[1] ?? ''
}
