/**
 * The outcome in two sentences: whether script can read the response, and why.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import { BROWSERS, type BrowserName } from '@marque/core/browsers'
import { isWebSocketUrl } from '../input/index.ts'
import type { Evaluation } from './evaluate.ts'

/** The sign next to the text; never the only carrier of the meaning. */
export type Sign = 'yes' | 'no' | 'depends' | 'none'

export interface Verdict {
  readonly sign: Sign
  /** One sentence. User input is in backticks. */
  readonly headline: string
  readonly why: string
}

export const BROWSER_NAMES: { readonly [name in BrowserName]: string } = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
}

/** The outcome of an evaluation. */
export function verdictOf(evaluation: Evaluation): Verdict {
  const verdict = verdictWithLogin(evaluation)
  return evaluation.request.lacksLogin && verdict.sign !== 'no'
    ? {
        sign: 'depends',
        headline: `It depends on the login, which the resource requires. With one: ${verdict.headline}`,
        why: 'layers that authenticate answer 401 without a login',
      }
    : verdict
}

/** The outcome for a sender with the login that the resource may require. */
function verdictWithLogin(evaluation: Evaluation): Verdict {
  const { request, preflight, input } = evaluation
  const why = request.decision.detail
  if (input.page.origin === '') return withoutOrigin(request.decision)
  const who = `script of \`${input.page.origin}\``
  const { readers, senders } = browsersOf(evaluation)
  if (isWebSocketUrl(input.page.url) && senders.length > 0) return socket(request.decision, who)
  if (readers.length > 0 && readers.length < BROWSERS.length) {
    return {
      sign: 'depends',
      headline: `It depends on the browser: in ${named(readers)} ${who} can read the response, in ${named(others(readers))} it cannot`,
      why: 'see the notes on browsers below',
    }
  }
  if (readers.length > 0) return { sign: 'yes', headline: `Yes: ${who} can read the response`, why }
  if (senders.length === 0 && preflight !== null) {
    return {
      sign: 'no',
      headline: preflight.decision.read
        ? `No: the browser rejects the preflight response for \`${input.page.origin}\` and does not send the request`
        : `No: the preflight of \`${input.page.origin}\` is denied, so the browser does not send the request`,
      why: preflight.decision.read ? why : preflight.decision.detail,
    }
  }
  if (senders.length === 0) {
    const note = evaluation.browsers?.chromium.notes[0]?.text
    return {
      sign: 'no',
      headline: `No: no browser sends this request for ${who}`,
      why: note ?? why,
    }
  }
  return {
    sign: 'no',
    headline: request.decision.reach
      ? `No: the request reaches the application, but ${who} cannot read the response`
      : `No: the layer rejects the request with ${request.decision.status ?? 403} before it reaches the application`,
    why,
  }
}

function withoutOrigin({ reach, status, detail }: Decision): Verdict {
  return reach
    ? {
        sign: 'none',
        headline: 'CORS does not apply: the request reaches the application',
        why: 'servers, command-line tools and native apps send no Origin header, and CORS does not restrict them; authentication must',
      }
    : {
        sign: 'no',
        headline: `No: the layer rejects the request with ${status ?? 403} before it reaches the application`,
        why: detail,
      }
}

function socket({ reach, status, detail }: Decision, who: string): Verdict {
  return reach
    ? { sign: 'yes', headline: `Yes: ${who} can open the WebSocket and read from it`, why: detail }
    : {
        sign: 'no',
        headline: `No: the layer rejects the handshake with ${status ?? 403}, and the WebSocket does not open for ${who}`,
        why: detail,
      }
}

/** The browsers that can read the response, and those that send the request. If no browser sends such an Origin, the decision applies to all. */
function browsersOf({ browsers, request, preflight }: Evaluation): {
  readonly readers: readonly BrowserName[]
  readonly senders: readonly BrowserName[]
} {
  const { read } = request.decision
  const sent = preflight === null || preflight.decision.read
  return {
    readers: BROWSERS.filter((name) => (browsers ? browsers[name].read : read && sent)),
    senders: BROWSERS.filter((name) => (browsers ? browsers[name].sent : sent)),
  }
}

function others(names: readonly BrowserName[]): readonly BrowserName[] {
  return BROWSERS.filter((name) => !names.includes(name))
}

function named(names: readonly BrowserName[]): string {
  return names.map((name) => BROWSER_NAMES[name]).join(' and ')
}
