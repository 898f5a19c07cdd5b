/**
 * The answer: a verdict in words, and below it everything that it rests on.
 *
 * @module
 */
import { BROWSERS } from '@marque/core/browsers'
import type { Answer } from '../answer/index.ts'
import { type Sign, type Verdict, verdictOf } from '../answer/index.ts'
import { opensSocket } from '../question/read-question.ts'
import { browsersView } from './browsers.ts'
import { decisionView, type Surroundings } from './decision.ts'
import { byId, element, sentence } from './element.ts'

const SIGNS: { readonly [sign in Sign]: string } = { yes: '✓', no: '✗', depends: '≠', unasked: '–' }

/** What is shown where nothing can be answered. */
export interface Unanswered {
  readonly headline: string
  readonly why: string
}

/** Shows an answer. */
export function showAnswer(answer: Answer, surroundings: Surroundings): void {
  showVerdict(verdictOf(answer))
  const { preflight, request, browsers } = answer
  byId('details', HTMLElement).replaceChildren(
    ...(preflight ? [decisionView('The preflight', preflight, surroundings)] : []),
    decisionView(headingOf(answer), request, surroundings),
    browsersView(browsers),
  )
}

/** A request that no browser sends is explained all the same: the layer must deny it too. */
function headingOf({ question, browsers }: Answer): string {
  if (opensSocket(question.page.url)) return 'The handshake'
  const isSent = browsers === null || BROWSERS.some((name) => browsers[name].sent)
  return isSent ? 'The request' : 'The request, were it sent'
}

/** Shows that there is no answer, and why. */
export function showUnanswered(unanswered: Unanswered): void {
  showVerdict({ sign: 'unasked', ...unanswered })
  byId('details', HTMLElement).replaceChildren()
}

/** The live region is touched only where its words change: it is read aloud then. */
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
