/**
 * Steps of requests that nobody asks to read across origins: `not-cors` and `same-origin` (D6, D10, D26).
 *
 * @module
 */
import type { Decision } from '../decide/decision.ts'
import type { ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import { isCrossSiteBlocked } from '../decide/unasked.ts'
import { linesOf } from '../headers/request-fields.ts'
import { quote, quoteAll } from '../text/quote.ts'
import type { Trail } from './trail.ts'

export function onUnasked(
  trail: Trail,
  resource: ResourcePlan | null,
  question: Question,
  decision: Decision,
): void {
  if (resource !== null && question.kind === 'not-cors') {
    if (onIsolation(trail, resource, question)) return
  }
  if (decision.headers.some(([name]) => name === 'access-control-allow-origin')) {
    trail.pass(
      'D10',
      'the resource is open to all, so this answer too has the headers that all get',
    )
  }
  if (question.kind === 'same-origin') {
    trail.settle(
      'D6',
      'same-origin',
      'the request goes on, and script of its own origin reads the answer',
    )
  } else {
    trail.settle(
      'D6',
      'not-cors',
      'the request goes on, and CORS protects nothing here: native apps, servers and command lines send no Origin, so authentication must decide',
    )
  }
}

/** D26. @returns Whether it blocks the request. */
function onIsolation(trail: Trail, resource: ResourcePlan, question: Question): boolean {
  const name = quote(resource.name)
  if (!resource.resource.isolate) {
    trail.skip(
      'D26',
      `${name} is not isolated: a page of another site can send this request without Origin, in a link, a form or an image`,
    )
    return false
  }
  const { headers } = question.request
  const sites = linesOf(headers, 'sec-fetch-site')
  if (isCrossSiteBlocked(resource, question)) {
    const reason = 'cross-site-blocked'
    trail.settle(
      'D26',
      reason,
      `${name} is isolated, and Sec-Fetch-Site says ${quoteAll(sites)}: 403, for it is no navigation to a document`,
    )
    return true
  }
  trail.pass('D26', `${name} is isolated, and ${whyPassed(sites)}`)
  return false
}

function whyPassed(sites: readonly string[]): string {
  if (sites.length === 0) return 'no Sec-Fetch headers came: clients that send none pass'
  return sites.includes('cross-site') || sites.includes('same-site')
    ? 'another site leads to it by a navigation to a document, which passes'
    : `Sec-Fetch-Site says ${quoteAll(sites)}, which passes`
}
