/**
 * Steps about what subtracts at this moment: lockdowns and the lease. They name the rules of the answer that they change, D13 for
 * credentials and D17 for everything.
 *
 * @module
 */
import { covers, deniesAll, type Incident, isCalm, isStale } from '../decide/incidents.ts'
import type { Plan, ResourcePlan } from '../decide/plan.ts'
import { formatInstant } from '../instant.ts'
import type { Lockdown, Moment } from '../request.ts'
import { quote } from '../text/quote.ts'
import type { Trail } from './trail.ts'

/** Whom the incident may touch. */
export interface Touched {
  readonly resource: ResourcePlan | null
  readonly tenant: string | null
  readonly origin: string | null
  readonly incident: Incident
  /** Somebody asks whether script may read: the other kinds are spared. */
  readonly asked: boolean
}

export function onIncidents(trail: Trail, plan: Plan, moment: Moment, touched: Touched): void {
  if (isCalm(moment)) return
  for (const lockdown of moment.lockdowns ?? []) onLockdown(trail, lockdown, touched)
  if (moment.leaseUntil !== undefined) onLease(trail, plan, moment, moment.leaseUntil, touched)
}

function onLockdown(trail: Trail, { mode, scope }: Lockdown, touched: Touched): void {
  const { resource, tenant, origin, asked } = touched
  const what = `the lockdown \`${mode}\`${scopeText(scope)}`
  if (!covers(scope, resource, tenant, origin))
    trail.skip('D17', `${what} does not cover this request`)
  else if (!asked)
    trail.skip('D17', `${what} spares requests that nobody asks to read across origins`)
  else if (deniesAll(mode, resource)) trail.fail('D17', `${what} denies this request`)
  else if (mode === 'credentials-off') {
    trail.fail(
      'D13',
      `${what} takes the credentials of grants away, and browsers keep no preflight meanwhile`,
    )
  } else trail.pass('D17', `${what} leaves public resources open`)
}

function scopeText({ resource, tenant, origin }: Lockdown['scope']): string {
  const parts = [
    ...(resource === undefined ? [] : [`resource ${quote(resource)}`]),
    ...(tenant === undefined ? [] : [`tenant ${quote(tenant)}`]),
    ...(origin === undefined ? [] : [`origin ${quote(origin)}`]),
  ]
  return parts.length === 0 ? '' : ` of ${parts.join(', ')}`
}

function onLease(
  trail: Trail,
  { bundle }: Plan,
  moment: Moment,
  leaseUntil: number,
  { resource, asked }: Touched,
): void {
  const sensitivity = resource?.resource.sensitivity
  const after = sensitivity === undefined ? null : bundle.staleAfter[sensitivity]
  const ends = `the lease of the policy ${moment.now < leaseUntil ? 'holds until' : 'ended at'} ${formatInstant(leaseUntil)}`
  if (!isStale(moment, after)) trail.skip('D17', `${ends}: nothing is taken away yet`)
  else if (!asked)
    trail.skip('D17', `${ends}: requests that nobody asks to read across origins are spared`)
  else if (sensitivity === 'restricted')
    trail.fail('D17', `${ends}: a restricted resource now grants nothing`)
  else trail.fail('D13', `${ends}: the grants of this resource have lost their credentials`)
}
