/**
 * The result: the verdict, and the details below it.
 *
 * @module
 */
import { BROWSERS } from '@marque/core/browsers'
import { type Evaluation, type Sign, type Verdict, verdictOf } from '../evaluation/index.ts'
import { isWebSocketUrl } from '../input/index.ts'
import { browsersView } from './browsers.ts'
import { decisionView, type PolicyContext } from './decision.ts'
import { byId, element, sentence } from './element.ts'

const SIGNS: { readonly [sign in Sign]: string } = { yes: '✓', no: '✗', depends: '≠', none: '–' }

/** Shown if there is no result. */
export interface NoResult {
  readonly headline: string
  readonly why: string
}

/** Shows an evaluation. */
export function showEvaluation(evaluation: Evaluation, policyContext: PolicyContext): void {
  showVerdict(verdictOf(evaluation))
  const { preflight, request, browsers } = evaluation
  byId('details', HTMLElement).replaceChildren(
    ...(preflight ? [decisionView('Preflight', preflight, policyContext)] : []),
    decisionView(headingOf(evaluation), request, policyContext),
    browsersView(browsers),
  )
}

/** A request that browsers do not send is explained too, because the layer must deny it. */
function headingOf({ input, browsers }: Evaluation): string {
  if (isWebSocketUrl(input.page.url)) return 'Handshake'
  const isSent = browsers === null || BROWSERS.some((name) => browsers[name].sent)
  return isSent ? 'Request' : 'Request (hypothetical)'
}

/** Shows why there is no result. */
export function showNoResult(unanswered: NoResult): void {
  showVerdict({ sign: 'none', ...unanswered })
  byId('details', HTMLElement).replaceChildren()
}

/** Updates the live region only if its text changes, because screen readers read every update. */
function showVerdict({ sign, headline, why }: Verdict): void {
  const region = byId('verdict', HTMLElement)
  const made = [
    element(
      'p',
      { class: 'headline' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[sign]),
      element('span', {}, sentence(headline)),
    ),
    element('p', { class: 'why' }, sentence(why)),
  ]
  const words = made.map(({ textContent }) => textContent).join()
  if (region.dataset.words === words) return
  region.dataset.words = words
  region.dataset.sign = sign
  region.replaceChildren(...made)
}
