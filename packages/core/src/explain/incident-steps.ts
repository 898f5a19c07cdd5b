/**
 * Steps about incidents: lockdowns and the lease. They name the rules of the responses that they change, D13 for credentials and D17 for denials.
 *
 * @module
 */
import {
  covers,
  deniesAll,
  type EvaluationInput,
  hasNoIncident,
  isCrossOrigin,
  isStale,
  singleOrigin,
} from '../decide/index.ts'
import { formatInstant } from '../instant.ts'
import { quote } from '../quote.ts'
import type { Lockdown } from '../request.ts'
import type { StepList } from './step-list.ts'

export function explainIncidents(steps: StepList, input: EvaluationInput): void {
  const { incidents } = input.request
  if (hasNoIncident(incidents)) return
  for (const lockdown of incidents.lockdowns ?? []) explainLockdown(steps, lockdown, input)
  if (incidents.leaseUntil !== undefined) explainLease(steps, input, incidents.leaseUntil)
}

const NOT_CROSS_ORIGIN = 'requests that are not cross-origin are not affected'

function explainLockdown(steps: StepList, { mode, scope }: Lockdown, input: EvaluationInput): void {
  const { resource, route, request, kind } = input
  const what = `the lockdown \`${mode}\`${scopeText(scope)}`
  if (!covers(scope, resource, route.tenant, singleOrigin(request.origin)))
    steps.skip('D17', `${what} does not cover this request`)
  else if (!isCrossOrigin(kind)) steps.skip('D17', `${what}: ${NOT_CROSS_ORIGIN}`)
  else if (deniesAll(mode, resource)) steps.fail('D17', `${what} denies this request`)
  else if (mode === 'credentials-off') {
    steps.fail(
      'D13',
      `${what} takes the credentials of grants away, and browsers keep no preflight meanwhile`,
    )
  } else steps.pass('D17', `${what} leaves public resources open`)
}

function scopeText({ resource, tenant, origin }: Lockdown['scope']): string {
  const parts = [
    ...(resource === undefined ? [] : [`resource ${quote(resource)}`]),
    ...(tenant === undefined ? [] : [`tenant ${quote(tenant)}`]),
    ...(origin === undefined ? [] : [`origin ${quote(origin)}`]),
  ]
  return parts.length === 0 ? '' : ` of ${parts.join(', ')}`
}

function explainLease(
  steps: StepList,
  { policy, request, resource, kind }: EvaluationInput,
  leaseUntil: number,
): void {
  const sensitivity = resource?.resource.sensitivity
  const staleAfter = sensitivity === undefined ? null : policy.bundle.staleAfter[sensitivity]
  const state = request.now < leaseUntil ? 'is valid until' : 'ended at'
  const lease = `the lease of the policy ${state} ${formatInstant(leaseUntil)}`
  if (!isStale(request, staleAfter)) steps.skip('D17', `${lease}: nothing is taken away yet`)
  else if (!isCrossOrigin(kind)) steps.skip('D17', `${lease}: ${NOT_CROSS_ORIGIN}`)
  else if (sensitivity === 'restricted')
    steps.fail('D17', `${lease}: a restricted resource now grants nothing`)
  else steps.fail('D13', `${lease}: the grants of this resource have lost their credentials`)
}
