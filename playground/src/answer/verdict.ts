/**
 * The answer in words: one sentence that says whether script reads the answer, and one that says why.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import { BROWSERS, type BrowserName } from '@marque/core/browsers'
import { opensSocket } from '../question/read-question.ts'
import type { Answer } from './answer-question.ts'

/** What the sign beside the words is: never the only carrier of the meaning. */
export type Sign = 'yes' | 'no' | 'depends' | 'unasked'

export interface Verdict {
  readonly sign: Sign
  /** One sentence. User's words stand between backticks. */
  readonly headline: string
  readonly why: string
}

export const BROWSER_NAMES: { readonly [name in BrowserName]: string } = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
}

/** Says an answer. */
export function verdictOf(answer: Answer): Verdict {
  const { request, preflight, question } = answer
  const why = request.decision.detail
  if (question.page.origin === '') return withoutOrigin(request.decision)
  const who = `script of \`${question.page.origin}\``
  if (opensSocket(question.page.url)) return socket(request.decision, who)
  const { readers, senders } = browsersOf(answer)
  if (readers.length > 0 && readers.length < BROWSERS.length) {
    return {
      sign: 'depends',
      headline: `It depends on the browser: in ${named(readers)} ${who} may read the answer, in ${named(others(readers))} it may not`,
      why: 'the notes below say where the browsers differ',
    }
  }
  if (readers.length > 0) return { sign: 'yes', headline: `Yes: ${who} may read the answer`, why }
  if (senders.length === 0 && preflight !== null) {
    return {
      sign: 'no',
      headline: preflight.decision.read
        ? `No: the browser refuses the answer to the preflight of \`${question.page.origin}\`, and never sends the request`
        : `No: the preflight of \`${question.page.origin}\` is refused, and the browser never sends the request`,
      why: preflight.decision.read ? why : preflight.decision.detail,
    }
  }
  if (senders.length === 0) {
    return { sign: 'no', headline: `No: no browser sends this request for ${who}`, why }
  }
  return {
    sign: 'no',
    headline: request.decision.reach
      ? `No: the request reaches the application, and ${who} may not read the answer`
      : `No: the layer answers ${request.decision.status ?? 403}, and the request never reaches the application`,
    why,
  }
}

function withoutOrigin({ reach, status, detail }: Decision): Verdict {
  return reach
    ? {
        sign: 'unasked',
        headline: 'No browser asks: the request reaches the application',
        why: 'servers, command lines and native apps send no Origin, and CORS protects nothing from them; only authentication does',
      }
    : {
        sign: 'no',
        headline: `No: the layer answers ${status ?? 403}, and the request never reaches the application`,
        why: detail,
      }
}

function socket({ reach, status, detail }: Decision, who: string): Verdict {
  return reach
    ? { sign: 'yes', headline: `Yes: ${who} may open the WebSocket and read from it`, why: detail }
    : {
        sign: 'no',
        headline: `No: the layer answers ${status ?? 403}, and no WebSocket opens for ${who}`,
        why: detail,
      }
}

/** Who reads and who sends. Where no browser sends such an Origin, the decision speaks for all of them. */
function browsersOf({ browsers, request, preflight }: Answer): {
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
