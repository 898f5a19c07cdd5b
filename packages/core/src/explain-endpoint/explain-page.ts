/**
 * The explanation for a page. Loaded with the first request to the endpoint, since most layers rarely receive one.
 *
 * @module
 */
import { problem } from '../answer/index.ts'
import type { PageRequest } from '../browsers/index.ts'
import { withoutPolicy } from '../decide/index.ts'
import { explainToPage, type PublicExplanation } from '../explain/index.ts'
import { isGuarded } from '../hosts/index.ts'
import type { Engine } from '../prepared/index.ts'
import type { Moment } from '../request.ts'
import { isRequestProblem, readPageRequest } from '../wire/index.ts'
import { EXPLAIN_FAULTS, type ExplainFault } from './explain-faults.ts'

export type PageExplanation =
  | { readonly explanation: PublicExplanation }
  | { readonly fault: ExplainFault; readonly detail: string | null }

/**
 * Explains a request of a page.
 *
 * @param engine Null: no policy is loaded.
 * @param body As sent by the page.
 * @param origin As sent by its browser.
 */
export function explainPage(
  engine: Engine | null,
  moment: Moment,
  body: string,
  origin: string,
): PageExplanation {
  const request = readPageRequest(body)
  if (isRequestProblem(request)) {
    return { fault: EXPLAIN_FAULTS.unreadable, detail: request.message }
  }
  const page: PageRequest = { ...request, origin }
  if (engine === null) return { explanation: explainNoPolicy(page) }
  return isGuarded(engine, page.url)
    ? { explanation: explainToPage(engine, page, moment) }
    : { fault: EXPLAIN_FAULTS.unguarded, detail: null }
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
