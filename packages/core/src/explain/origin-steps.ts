/**
 * Steps about the origin: its grammar (D3), and which lists hold it (D9).
 *
 * @module
 */
import type { Plan, ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import type { Reason } from '../decide/reasons.ts'
import { defaultPort } from '../origin/read-origin.ts'
import { quote, setsText } from '../text/quote.ts'
import type { Trail } from './trail.ts'

/**
 * D3, D10.
 *
 * @param reason Why the origin denies the request, as the engine says; null: it does not.
 */
export function onOrigin(
  trail: Trail,
  resource: ResourcePlan | null,
  { fields, lists, kind }: Question,
  reason: Reason | null,
): void {
  const origin = quote(fields.origin)
  const rest = reason === null ? '; a grant takes it all the same' : ''
  if (fields.origins > 1)
    trail.check('D6', reason === null, `${fields.origins} Origin lines came${rest}`)
  else if (lists === undefined && fields.origin.includes(',')) {
    trail.check('D3', reason === null, `the Origin line holds a list, ${origin}${rest}`)
  } else if (lists !== undefined) trail.pass('D3', `${origin} is an origin as browsers write it`)
  else if (fields.origin === 'null') {
    trail.check(
      'D10',
      reason === null,
      `the origin is \`null\`: a sandboxed frame, a local file or a redirect${rest}`,
    )
  } else {
    trail.check(
      'D3',
      reason === null,
      `${origin} is not what a browser would send${whyMalformed(fields.origin)}${rest}`,
    )
  }
  if (resource?.open) {
    const but = kind === 'preflight' ? ' but for several Origin lines at a preflight' : ''
    trail.skip(
      'D10',
      `every grant of ${quote(resource.name)} is for any origin, so Origin plays no part${but}`,
    )
  }
}

/** The commonest mistakes. */
function whyMalformed(origin: string): string {
  if (/^[ \t]|[ \t]$/.test(origin)) return ': there is white space around it'
  if (/[A-Z]/.test(origin)) return ': it has upper-case letters'
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(origin)?.[1]
  if (scheme === undefined) return ': it has no scheme'
  const rest = origin.slice(scheme.length + 3)
  if (/[/?#]/.test(rest)) return ': there is something behind host and port'
  if (rest.includes('@')) return ': it has user information'
  const port = /:([0-9]+)$/.exec(rest)?.[1]
  return port !== undefined && Number(port) === defaultPort(scheme)
    ? ': it writes the default port'
    : ''
}

/** D9: the lists that the resource's grants name, and which of them hold the origin. */
export function onLists(
  trail: Trail,
  plan: Plan,
  resource: ResourcePlan,
  question: Question,
): void {
  const { lists, route, fields } = question
  if (lists === undefined) return
  const names = [...new Set(resource.grants.flatMap(({ grant }) => grant.sets))]
  const at = (name: string): number => plan.origins.sets.get(name) ?? -1
  const holding = names.filter((name) => lists.includes(at(name)))
  const others = names.filter((name) => !lists.includes(at(name)))
  const asksTenant = resource.grants.some(({ grant }) => grant.tenant)
  if (names.length > 0) {
    const parts = [
      ...(holding.length > 0 ? [`held by ${setsText(holding)}`] : []),
      ...(others.length > 0 ? [`not held by ${setsText(others)}`] : []),
    ]
    const text = `${quote(fields.origin)} is ${parts.join(' and ')}`
    if (holding.length > 0) trail.pass('D9', text)
    else trail.skip('D9', text)
  }
  if (!asksTenant) return
  if (route.tenant === null) trail.skip('D15', 'no tenant is known, so `@tenant` is nobody')
  else {
    const directory = plan.origins.tenants.get(route.tenant) ?? -1
    const text = `the directory of tenant ${quote(route.tenant)}`
    if (lists.includes(directory)) trail.pass('D15', `${text} holds the origin`)
    else trail.skip('D15', `${text} does not hold the origin`)
  }
}
