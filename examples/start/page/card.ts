/**
 * The card of one request on the page: the request, the verdict with its reason, the observed result.
 *
 * @module
 */
import type { Answer } from './answer.ts'
import { element, sentence } from './element.ts'
import type { Explained } from './explain.ts'
import type { SampleRequest } from './sample-requests.ts'

export interface Card {
  readonly node: HTMLElement
  /** The verdict as text; empty if there is none yet. */
  readonly verdict: () => string
  /** Shows that the request is in flight. */
  wait(): void
  show(answer: Answer): void
}

/** @param again Called when the card's button is clicked. */
export function cardOf(sample: SampleRequest, again: () => void): Card {
  const id = `ask-${sample.id}`
  const button = element(
    'button',
    {
      type: 'button',
      'aria-label': `Send again: ${sample.title}`,
      // A disabled button would lose the focus, so it stays enabled while the request is in flight.
      onclick: () => {
        if (node.dataset.state === 'done') again()
      },
    },
    'Send again',
  )
  const result = element('div', { class: 'result' })
  const node = element(
    'article',
    { class: 'card', id, 'aria-labelledby': `${id}-title`, 'data-state': 'new' },
    element('div', { class: 'title' }, element('h3', { id: `${id}-title` }, sample.title), button),
    element(
      'p',
      { class: 'line' },
      element('code', {}, `${sample.method} ${sample.path}`),
      ` ${manner(sample)}`,
    ),
    result,
    element('p', { class: 'lesson' }, sentence(sample.lesson)),
  )
  return {
    node,
    verdict: () => {
      const marks = [...result.querySelectorAll('.mark')].map((mark) => mark.lastChild?.textContent)
      const { reason } = node.dataset
      return reason === undefined ? '' : `${sample.title}:${marks.join(',')} (${reason}).`
    },
    wait() {
      node.dataset.state = 'asking'
      button.setAttribute('aria-disabled', 'true')
    },
    show(answer) {
      const { explained, outcome, requestLog } = answer
      const judged = 'problem' in explained ? null : explained
      const isHere = requestLog.length > 0
      const verdict = judged ?? observed(sample, answer)
      const reaches = verdict.reach ?? isHere
      Object.assign(node.dataset, {
        state: 'done',
        reach: String(reaches),
        read: String(verdict.read),
        reason: verdict.reason,
        origin: judged?.origin ?? '',
        got: String(outcome.got),
        arrived: String(isHere),
        session: String(requestLog.some(({ hasSession }) => hasSession)),
      })
      button.removeAttribute('aria-disabled')
      result.replaceChildren(
        element(
          'p',
          { class: 'verdict' },
          mark(reaches, 'arrives', 'stopped'),
          mark(verdict.read, 'script reads', 'script reads nothing'),
        ),
        judged === null
          ? element(
              'p',
              { class: 'why' },
              element('code', {}, verdict.reason),
              ` ${'problem' in explained ? asSentence(explained.problem) : ''}`,
            )
          : whyOf(judged),
        element(
          'dl',
          {},
          ...row('sent first', firstOf(sample, judged)),
          ...row('browser', outcome.description),
          ...row('the API', arrivedAs(answer)),
        ),
      )
    },
  }
}

function manner({ transport, credentials, headers, isFramed }: SampleRequest): string {
  const kind = {
    fetch: credentials
      ? 'with credentials'
      : headers.authorization
        ? 'with a key'
        : 'without credentials',
    events: 'as an event stream, with credentials',
    socket: 'as a WebSocket, with credentials',
    form: 'as a form',
    image: 'as a picture',
  }[transport]
  return isFramed ? `${kind}, in the frame` : kind
}

/** Verdict without an explanation: derived from the observed result. For an image the result also implies the reason. */
function observed(
  { transport }: SampleRequest,
  { requestLog, outcome }: Answer,
): Pick<Explained, 'reach' | 'read' | 'reason'> {
  const reach = requestLog.length > 0
  const reason = transport !== 'image' ? 'not known' : reach ? 'not-cors' : 'cross-site-blocked'
  return { reach, read: outcome.got, reason }
}

function mark(isYes: boolean, yes: string, no: string): HTMLElement {
  return element(
    'span',
    { class: isYes ? 'mark yes' : 'mark no' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, isYes ? '✓' : '✗'),
    ` ${isYes ? yes : no}`,
  )
}

const GRANTED: { readonly [reason: string]: string } = {
  granted: 'The policy grants it to this origin.',
  'granted-any': 'The policy grants it to any origin.',
}

function whyOf({ reason, title, help, read, contact }: Explained): HTMLElement {
  const isNamed = contact === null || help.includes(contact)
  const whom = read || isNamed ? '' : ` Contact: ${contact}.`
  return element(
    'p',
    { class: 'why' },
    element('code', {}, reason),
    ' ',
    sentence(
      read
        ? (GRANTED[reason] ?? asSentence(title))
        : `${asSentence(title)} ${asSentence(help)}${whom}`,
    ),
  )
}

function asSentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`
}

function firstOf({ transport }: SampleRequest, judged: Explained | null): string {
  if (transport === 'socket') return 'no: browsers send no preflight for a WebSocket'
  if (transport === 'image' || transport === 'form') return 'no: older than CORS'
  if (judged === null) return 'not known'
  if (!judged.preflight.needed) return 'nothing: a simple request'
  return judged.preflight.passes ? 'a preflight, which passed' : 'a preflight, which was denied'
}

function arrivedAs({ requestLog, explained }: Answer): string {
  const [first] = requestLog
  if (first === undefined) return 'did not receive it'
  const how = requestLog.some(({ hasSession }) => hasSession)
    ? 'received it, with the session'
    : 'received it, without the session'
  const isOpen = !('problem' in explained) && explained.reach === null
  return isOpen
    ? `${how}: the browser did not send the cookie (SameSite=Lax); with it the gateway would have stopped the request`
    : how
}

function row(name: string, text: string): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, text)]
}
