/**
 * Steps about requests that are not cross-origin, `not-cors` and `same-origin` (D6, D10, D26).
 *
 * @module
 */
import { type EvaluationInput, isCrossSiteBlocked } from '../decide/index.ts'
import type { Decision } from '../decision.ts'
import { linesOf } from '../headers/index.ts'
import type { PreparedResource } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import type { RequestFacts } from '../request.ts'
import type { StepList } from './step-list.ts'

export function explainExempt(
  steps: StepList,
  input: EvaluationInput,
  request: RequestFacts,
  decision: Decision,
): void {
  const { kind, resource } = input
  if (resource !== null && kind === 'not-cors' && explainIsolation(steps, resource, input, request))
    return
  if (decision.headers.some(([name]) => name === 'access-control-allow-origin')) {
    steps.pass('D10', 'the resource is for any origin, so every response has the same headers')
  }
  if (kind === 'same-origin') {
    steps.settle(
      'D6',
      'same-origin',
      'the request reaches the application, and script of its own origin reads the response',
    )
  } else {
    steps.settle(
      'D6',
      'not-cors',
      'the request reaches the application, and CORS does not protect it: native apps, servers and command lines send no Origin, so authentication must',
    )
  }
}

/** D26. @returns Whether the request is blocked. */
function explainIsolation(
  steps: StepList,
  resource: PreparedResource,
  input: EvaluationInput,
  { headers }: RequestFacts,
): boolean {
  const name = quote(resource.name)
  if (!resource.resource.isolate) {
    steps.skip(
      'D26',
      `${name} is not isolated: a page of another site can send this request without Origin, by a link, a form or an image`,
    )
    return false
  }
  const sites = linesOf(headers, 'sec-fetch-site')
  if (isCrossSiteBlocked(resource, input)) {
    steps.settle(
      'D26',
      'cross-site-blocked',
      `${name} is isolated, and Sec-Fetch-Site is ${quoteAll(sites)}: 403, because the request is not a navigation to a document`,
    )
    return true
  }
  steps.pass('D26', `${name} is isolated, and ${whyPassed(sites)}`)
  return false
}

function whyPassed(sites: readonly string[]): string {
  if (sites.length === 0) {
    return 'the request has no Sec-Fetch headers: clients that send none are not blocked'
  }
  return sites.includes('cross-site') || sites.includes('same-site')
    ? 'navigations from other sites to a document are not blocked'
    : `Sec-Fetch-Site ${quoteAll(sites)} is not blocked`
}
