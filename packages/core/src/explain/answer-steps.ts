/**
 * Steps about the response that follows from a decision: status, headers, what is removed (D12, D14, D17 to D25).
 *
 * @module
 */
import { publicReason } from '../answer/index.ts'
import { type EvaluationInput, endOfGrant, isTokenReason } from '../decide/index.ts'
import type { Decision } from '../decision.ts'
import { formatInstant } from '../instant.ts'
import type { PreparedGrant } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import { grantText } from './phrases.ts'
import type { StepList } from './step-list.ts'

/** A grant allows the request. */
export function explainGranted(
  steps: StepList,
  prepared: PreparedGrant,
  input: EvaluationInput,
  decision: Decision,
): void {
  const { kind, reason, status } = decision
  const label = grantText(prepared)
  if (reason === 'reach-only') {
    const text = `${label} lets the request reach the application, but script may not read the response`
    steps.settle('D14', reason, text)
  } else if (prepared.grant.any) {
    steps.settle('D10', reason, `${label} allows it to any origin`)
  } else steps.settle('D9', reason, `${label} allows it`)
  if (kind === 'preflight' && status === 204) explainPreflight(steps, prepared, input, decision)
  else if (kind === 'preflight') explainDeniedPreflight(steps, decision)
  else explainActual(steps, decision)
  explainEnd(steps, prepared, input)
}

/** D18. */
function explainPreflight(
  steps: StepList,
  prepared: PreparedGrant,
  input: EvaluationInput,
  decision: Decision,
): void {
  const seconds = valueIn(decision, 'access-control-max-age')
  const end = endOfGrant(prepared, input)
  const why = input.incident.lockdown
    ? ', because a lockdown is in force'
    : end !== null && Number(seconds) < prepared.grant.maxAge
      ? ', because the grant ends then'
      : ''
  steps.follow(
    'D18',
    `the layer responds 204 with ${namesIn(decision)}; browsers may cache it for ${seconds} s${why}`,
  )
}

/** D19. */
function explainDeniedPreflight(steps: StepList, { reason }: Decision): void {
  const shown = publicReason(reason)
  const wire = shown === reason ? '' : `; the client sees the reason \`${shown}\``
  steps.follow(
    'D19',
    `the layer responds 403 without Access-Control headers, and the response is not stored${wire}`,
  )
}

/** D20, D25. */
function explainActual(steps: StepList, decision: Decision): void {
  if (decision.kind === 'websocket') {
    const text =
      'the handshake reaches the application, and its response has no Access-Control headers: browsers do not check them'
    steps.follow('D25', text)
  } else if (decision.reason === 'reach-only')
    steps.follow('D14', 'the response has no CORS headers')
  else {
    const text = `the request reaches the application, and every response has ${namesIn(decision)}`
    steps.follow('D20', text)
  }
  explainRemoved(steps, decision)
}

/** D12: a grant that ends while browsers may still use a cached preflight. */
function explainEnd(steps: StepList, prepared: PreparedGrant, input: EvaluationInput): void {
  const end = endOfGrant(prepared, input)
  if (end === null) return
  const seconds = Math.floor((end - input.request.now) / 1000)
  if (seconds <= prepared.grant.maxAge) {
    steps.follow('D12', `the grant ends soon, at ${formatInstant(end)}, in ${seconds} s`)
  }
}

/** No grant allows the request: D17 for an actual request, D19 for a preflight, D25 for a WebSocket. */
export function explainDenied(steps: StepList, input: EvaluationInput, decision: Decision): void {
  const { kind, reach, reason } = decision
  const { resource } = input
  if (kind === 'preflight') {
    explainDeniedPreflight(steps, decision)
    return
  }
  if (kind === 'websocket') {
    steps.follow(
      'D25',
      'the layer responds 403 regardless of `enforce`: cookies always travel with it, and browsers do not check the response',
    )
  } else if (reach) {
    const enforced =
      resource === null
        ? '`unmatched` is `headers`'
        : `\`enforce\` of ${quote(resource.name)} is \`headers\``
    steps.follow(
      'D17',
      `${enforced}: the request reaches the application, and the response has no CORS headers`,
    )
  } else steps.follow('D17', `the layer responds 403 itself: ${whyBlocked(input, decision)}`)
  if (reason === 'condition-unmet') {
    steps.follow(
      'D21',
      'responses that the layer makes itself, such as 401 and 429, still have the headers of the grant: a page must be able to read that its login has expired',
    )
  }
  explainRemoved(steps, decision)
}

function whyBlocked({ policy, resource, request }: EvaluationInput, { reason }: Decision): string {
  if (isTokenReason(reason)) return 'a valid token is required regardless of `enforce` (D16)'
  if (resource?.resource.isolate) return `${quote(resource.name)} is isolated`
  if (resource?.blocks) return `\`enforce\` of ${quote(resource.name)} is \`block\``
  if (resource === null && policy.unmatchedBlocks) return '`unmatched` is `block`'
  return `browsers send ${quote(request.method)} only after a granted preflight, so a cached one has outlived its grant`
}

/** D2, D23. */
export function explainAmbiguous(
  steps: StepList,
  ambiguous: 'host' | 'path',
  { status }: Decision,
): void {
  const outcome =
    status === null
      ? 'the request reaches the application without CORS headers, because no other origin sent it'
      : `the layer responds ${status}`
  steps.settle(
    ambiguous === 'path' ? 'D23' : 'D2',
    'path-ambiguous',
    `the ${ambiguous} is ambiguous, so nothing is granted, and ${outcome}`,
  )
}

/** D22. */
export function explainRemoved(steps: StepList, { reach, removes, vary }: Decision): void {
  if (!reach) return
  const more = removes.length === 0 ? '' : ` and ${quoteAll(removes)}`
  const varies = vary.length === 0 ? 'Vary is not changed' : `Vary names ${vary.join(', ')}`
  steps.note('D22', `the application's Access-Control headers${more} are removed; ${varies}`)
}

/** The names of the headers that the decision sets, in the usual case. */
function namesIn({ headers }: Decision): string {
  const names = headers.map(([name]) =>
    name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
  )
  return names.length === 0 ? 'no CORS headers' : names.join(', ')
}

function valueIn({ headers }: Decision, name: string): string {
  return headers.find((line) => line[0] === name)?.[1] ?? ''
}
