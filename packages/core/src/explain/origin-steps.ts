/**
 * Steps about the origin: its grammar (D3), and the lists that hold it (D9).
 *
 * @module
 */
import type { EvaluationInput } from '../decide/index.ts'
import { defaultPort } from '../origin/index.ts'
import type { PreparedResource } from '../prepared/index.ts'
import { quote } from '../quote.ts'
import type { Reason } from '../reasons.ts'
import { setsText } from './phrases.ts'
import type { StepList } from './step-list.ts'

/**
 * D3, D10.
 *
 * @param reason Why the origin rules every grant out; null where it does not.
 */
export function explainOrigin(
  steps: StepList,
  { request, kind, resource }: EvaluationInput,
  reason: Reason | null,
): void {
  const { lines, value, lists } = request.origin
  const origin = quote(value)
  const isAccepted = reason === null
  const accepted = isAccepted ? '; a grant accepts it all the same' : ''
  if (lines > 1) steps.check('D6', isAccepted, `the request has ${lines} Origin headers${accepted}`)
  else if (lists === undefined && value.includes(',')) {
    steps.check('D3', isAccepted, `the Origin header holds a list, ${origin}${accepted}`)
  } else if (lists !== undefined) steps.pass('D3', `${origin} is a valid origin`)
  else if (value === 'null') {
    steps.check(
      'D10',
      isAccepted,
      `the origin is \`null\`: a sandboxed frame, a local file or a redirect${accepted}`,
    )
  } else {
    steps.check(
      'D3',
      isAccepted,
      `${origin} is not an origin as browsers serialize it${whyMalformed(value)}${accepted}`,
    )
  }
  if (resource?.open) {
    const except = kind === 'preflight' ? ', except for several Origin headers at a preflight' : ''
    steps.skip(
      'D10',
      `every grant of ${quote(resource.name)} is for any origin, so Origin does not matter${except}`,
    )
  }
}

/** The most common mistakes. */
function whyMalformed(origin: string): string {
  if (/^[ \t]|[ \t]$/.test(origin)) return ': it has white space around it'
  if (/[A-Z]/.test(origin)) return ': it has upper-case letters'
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(origin)?.[1]
  if (scheme === undefined) return ': it has no scheme'
  const rest = origin.slice(scheme.length + 3)
  if (/[/?#]/.test(rest)) return ': it has a path, query or fragment'
  if (rest.includes('@')) return ': it has user information'
  const port = /:([0-9]+)$/.exec(rest)?.[1]
  return port !== undefined && Number(port) === defaultPort(scheme)
    ? ': it has the default port'
    : ''
}

/** D9: the lists that the resource's grants name, and which of them hold the origin. */
export function explainLists(
  steps: StepList,
  resource: PreparedResource,
  { policy, route, request }: EvaluationInput,
): void {
  const { value, lists } = request.origin
  if (lists === undefined) return
  const { sets, tenants } = policy.origins
  const names = [...new Set(resource.grants.flatMap(({ grant }) => grant.sets))]
  const isHolding = (name: string): boolean => lists.includes(sets.get(name) ?? -1)
  const holding = names.filter(isHolding)
  const others = names.filter((name) => !isHolding(name))
  if (names.length > 0) {
    const parts = [
      ...(holding.length > 0 ? [`in ${setsText(holding)}`] : []),
      ...(others.length > 0 ? [`not in ${setsText(others)}`] : []),
    ]
    const text = `${quote(value)} is ${parts.join(' and ')}`
    if (holding.length > 0) steps.pass('D9', text)
    else steps.skip('D9', text)
  }
  if (!resource.grants.some(({ grant }) => grant.tenant)) return
  if (route.tenant === null) steps.skip('D15', 'the tenant is unknown, so `@tenant` fits no origin')
  else {
    const directory = tenants.get(route.tenant) ?? -1
    const text = `the directory of tenant ${quote(route.tenant)}`
    if (lists.includes(directory)) steps.pass('D15', `${text} holds the origin`)
    else steps.skip('D15', `${text} does not hold the origin`)
  }
}
