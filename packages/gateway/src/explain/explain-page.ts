/**
 * The explanation for a page. Loaded with the first request to the endpoint, since most gateways rarely receive one.
 *
 * @module
 */
import { problem, withoutPolicy } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { explainToPage, type PublicExplanation } from '@marque/core/explain'
import { isRequestProblem, readPageRequest } from '@marque/core/wire'
import type { Fault } from '../reply/index.ts'
import type { Exchange } from '../request/index.ts'
import { isGuarded } from './guarded-hosts.ts'

export type PageExplanation =
  | { readonly explanation: PublicExplanation }
  | { readonly fault: Fault; readonly detail: string | null }

const UNGUARDED: Fault = {
  status: 404,
  kind: 'not-guarded',
  title: 'the policy of this gateway does not cover this host',
}

const INVALID_REQUEST: Fault = {
  status: 400,
  kind: 'question-unreadable',
  title: 'invalid explain request',
}

/**
 * Explains a request of a page.
 *
 * @param body As sent by the page.
 * @param origin As sent by its browser.
 */
export function explainPage(
  { engine, moment }: Pick<Exchange, 'engine' | 'moment'>,
  body: string,
  origin: string,
): PageExplanation {
  const request = readPageRequest(body)
  if (isRequestProblem(request)) return { fault: INVALID_REQUEST, detail: request.message }
  const page: PageRequest = { ...request, origin }
  if (engine === null) return { explanation: explainNoPolicy(page) }
  return isGuarded(engine, page.url)
    ? { explanation: explainToPage(engine, page, moment) }
    : { fault: UNGUARDED, detail: null }
}

/** While no policy is loaded, nothing is granted and there is no contact. */
function explainNoPolicy({ origin, method, url }: PageRequest): PublicExplanation {
  const request = { method, url, headers: [['Origin', origin]] as const }
  const { reason, title, help, contact } = problem(null, withoutPolicy(request), request)
  return {
    format: 'marque-explanation/1',
    origin,
    reach: false,
    read: false,
    reason,
    title,
    help,
    contact,
    preflight: { needed: false, passes: null },
  }
}
