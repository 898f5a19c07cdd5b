/**
 * Every step to a decision, in the engine's order and by the engine's own functions: the request is matched and judged as {@link decide} does it.
 *
 * @module
 */
import { addressSpaceOf, hostNameOf, PUBLIC } from '../address/index.ts'
import {
  type EvaluationInput,
  evaluate,
  evaluationInputOf,
  frontOf,
  isCrossOrigin,
  lacksLogin,
  originDenial,
  RequestInput,
} from '../decide/index.ts'
import type { Decision } from '../decision.ts'
import { readFields } from '../headers/index.ts'
import { type PreparedPolicy, targetOf } from '../prepared/index.ts'
import { quote } from '../quote.ts'
import type { Reason } from '../reasons.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import { explainAmbiguous, explainDenied, explainGranted, explainRemoved } from './answer-steps.ts'
import { explainExempt } from './exempt-steps.ts'
import { explainGrants } from './grant-steps.ts'
import { explainIncidents } from './incident-steps.ts'
import { explainHost, explainKind } from './kind-steps.ts'
import { explainLists, explainOrigin } from './origin-steps.ts'
import { explainPath, explainResource, explainTenant, pathInputOf } from './resource-steps.ts'
import { StepList, type TracedStep } from './step-list.ts'

/** @param decision Of the same request: its status and headers are explained, and its reason is not used. */
export function trace(
  policy: PreparedPolicy,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  decision: Decision,
): readonly TracedStep[] {
  const steps = new StepList()
  const fields = readFields(request.headers)
  const front = frontOf(policy, request, fields, context)
  const target = targetOf(policy.router, policy.lastTarget, request.url)
  const { where, method } = front
  explainHost(steps, policy, request, fields, target)
  explainKind(steps, policy, front, target, request, fields)
  if (target === null || where === 'unreadable') {
    explainAmbiguous(steps, 'host', decision)
    return steps.list
  }
  const path = pathInputOf(policy, target, request.url, method, context.tenant ?? null)
  explainPath(steps, path, where === 'ambiguous')
  if (where === 'ambiguous') {
    explainAmbiguous(steps, 'path', decision)
    explainRemoved(steps, decision)
    explainLogin(steps, policy, decision, context)
    return steps.list
  }
  const judged = new RequestInput(policy, request, fields, method, context, moment)
  const input = evaluationInputOf(policy, front, where, judged, false)
  explainResource(steps, path, input.resource)
  explainTenant(steps, path, input.route)
  explainIncidents(steps, input)
  if (isCrossOrigin(input.kind)) explainCrossOrigin(steps, input, decision)
  else {
    explainExempt(steps, input, request, decision)
    explainRemoved(steps, decision)
  }
  explainLogin(steps, policy, decision, context)
  explainAddress(steps, target.host.authority)
  return steps.list
}

/** `preflight`, `actual`, `websocket`. */
function explainCrossOrigin(steps: StepList, input: EvaluationInput, decision: Decision): void {
  const verdict = evaluate(input)
  const { denies } = input.incident
  if (denies === null) explainEvaluation(steps, input, verdict)
  else {
    const cause =
      denies === 'locked-down' ? 'a lockdown is in force' : 'the lease ended too long ago'
    steps.settle('D17', denies, `${cause}, so nothing is granted`)
  }
  if (typeof verdict === 'string') explainDenied(steps, input, decision)
  else explainGranted(steps, verdict, input, decision)
}

/** The order of {@link evaluate}. */
function explainEvaluation(
  steps: StepList,
  input: EvaluationInput,
  verdict: ReturnType<typeof evaluate>,
): void {
  const { resource, route } = input
  const denial = originDenial(input)
  explainOrigin(steps, input, denial)
  if (denial !== null) {
    steps.settle(ruleOfOrigin(denial), denial, `no grant accepts this origin: \`${denial}\``)
  } else if (resource === null) {
    steps.settle('D8', 'resource-unmatched', 'no resource matches, so nothing is granted')
  } else if (route.tenantUnknown) {
    steps.settle('D15', 'tenant-unknown', 'the tenant is unknown, so nothing is granted')
  } else {
    explainLists(steps, resource, input)
    explainGrants(steps, resource, input, verdict)
  }
}

function ruleOfOrigin(reason: Reason): 'D3' | 'D6' | 'D10' {
  if (reason === 'origin-multiple') return 'D6'
  return reason === 'origin-null' ? 'D10' : 'D3'
}

/** D21: the engine does not enforce a login; layers that authenticate do. */
function explainLogin(
  steps: StepList,
  policy: PreparedPolicy,
  decision: Decision,
  context: Context,
): void {
  if (!lacksLogin(policy, decision, context)) return
  const { resource } = decision
  const what =
    resource === null
      ? 'a resource of the policy requires a login, and an ambiguous path could be read as it'
      : `${quote(resource)} requires a login, and the context has none`
  steps.skip('D21', `${what}: layers that authenticate answer 401 without a login`)
}

/** D28. */
function explainAddress(steps: StepList, authority: string): void {
  if (addressSpaceOf(hostNameOf(authority)) === PUBLIC) return
  steps.skip(
    'D28',
    `${quote(authority)} is a loopback or local address: browsers ask the user before a public page may reach it, a refusal looks like a CORS error, and no response header changes that (Local Network Access)`,
  )
}
