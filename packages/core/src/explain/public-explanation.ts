/**
 * The explanation that a page may get about its own request: the response of `POST /.well-known/marque/explain`.
 *
 * @module
 */
import { answerHeaders, problem } from '../answer/index.ts'
import { type BrowserVerdict, browseAs, type PageRequest, STANDARD } from '../browsers/index.ts'
import { decide, lacksLogin } from '../decide/index.ts'
import type { Decision } from '../decision.ts'
import type { Engine } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'

/** An origin learns only about itself (D19): no dates, no tenants, no other origins, no names of resources or sets. */
export interface PublicExplanation {
  readonly format: 'marque-explanation/1'
  /** Of the page that asks; never another one. */
  readonly origin: string
  /**
   * Whether the request would reach the application; null where it depends on the user, or on whether the browser has a cookie to send, which a page with
   * `credentials: 'include'` cannot know.
   */
  readonly reach: boolean | null
  /** Whether script would read the response; null where it depends on the user. */
  readonly read: boolean | null
  /** Of the preflight where that fails, else of the request. */
  readonly reason: Reason
  readonly title: string
  readonly help: string
  /** The policy's public contact. */
  readonly contact: string | null
  /** Whether the browser sends a preflight first, and whether it passes; null where there is none. */
  readonly preflight: { readonly needed: boolean; readonly passes: boolean | null }
}

interface Decided {
  readonly request: RequestFacts
  readonly decision: Decision
}

/** The last request that the browser sends for the page, and what follows. */
interface Outcome extends Decided {
  readonly verdict: Pick<BrowserVerdict, 'blocked' | 'preflight' | 'preflightPasses'>
  readonly reach: boolean
  /** Also subject to the browser's CORS check. */
  readonly read: boolean
}

const BLOCKED_HELP: { readonly [blocked in NonNullable<BrowserVerdict['blocked']>]: string } = {
  'mixed-content': 'an https page cannot request http: use the https address of the API',
  'bad-port': 'browsers send nothing to this port: use the address of the API with another port',
  'invalid-request':
    'fetch throws: use another method than CONNECT, TRACE and TRACK, and valid names and values of headers',
}

const NOT_SAME_ORIGIN = {
  title: 'The browser does not treat this request as same-origin',
  help: 'the URL has another scheme, host or port than the page: use the address of the API that has the origin of the page',
} as const

const LOGIN_HELP =
  'the request needs a valid login: layers that authenticate answer 401 without one'

const NO_CONTEXT: Context = Object.freeze({})

/**
 * Explains a page's request to the page itself.
 *
 * @param page Its `origin` must be the `Origin` of the request for the explanation, never one from its body.
 */
export function explainToPage(
  engine: Engine,
  page: PageRequest,
  moment: Moment,
): PublicExplanation {
  const outcome = outcomeOf(engine, page, moment, true)
  const bare = page.credentials ? outcomeOf(engine, page, moment, false) : outcome
  const { decision, request, verdict, read } = outcome
  const format = 'marque-explanation/1'
  // The policy lets script read the response, but not with credentials, which the browser's check then requires.
  const isOwn = decision.kind === 'same-origin'
  const isWithheld = page.credentials && decision.read && !read && !isOwn
  const denied = isWithheld
    ? ({ ...decision, reason: 'credentials-not-granted' } as const)
    : decision
  const { reason, title, help, contact } = problem(engine, denied, request, moment)
  const needsLogin = lacksLogin(engine, decision, NO_CONTEXT)
  const isOpen = decision.reason === 'condition-unmet' || needsLogin
  const { blocked } = verdict
  if (blocked !== null) {
    const texts = { title: 'The browser blocks this request', help: BLOCKED_HELP[blocked] }
    const preflight = { needed: false, passes: null }
    const { origin } = page
    return { format, origin, reach: false, read: false, reason, ...texts, contact, preflight }
  }
  const texts = isOwn && decision.read && !read ? NOT_SAME_ORIGIN : { title, help }
  return {
    format,
    origin: page.origin,
    reach: isOpen || outcome.reach !== bare.reach ? null : outcome.reach,
    read: decision.reason === 'condition-unmet' || (needsLogin && read) ? null : read,
    reason,
    title: texts.title,
    help: needsLogin && read ? LOGIN_HELP : texts.help,
    contact,
    preflight: { needed: verdict.preflight, passes: verdict.preflightPasses },
  }
}

/** @param hasCookie Whether the browser has a cookie for the API, where the page uses credentials. */
function outcomeOf(engine: Engine, page: PageRequest, moment: Moment, hasCookie: boolean): Outcome {
  const sent: Decided[] = []
  const verdict = browseAs(STANDARD, page, ({ headers, ...rest }) => {
    const request = { ...rest, headers: hasCookie ? headers : withoutCookie(headers) }
    const decision = decide(engine, request, NO_CONTEXT, moment)
    sent.push({ request, decision })
    return {
      status: decision.status ?? (/^wss?:/i.test(page.url) ? 101 : 200),
      headers: answerHeaders(decision, []),
      reason: decision.reason,
    }
  })
  // A request that the browser never sends (a forbidden method) is decided as written.
  const last = sent.at(-1) ?? decideAsWritten(engine, page, moment)
  const { kind, reach, read } = last.decision
  // The preflight of a page of the API's own origin is no `preflight` to the policy, and fails in the browser.
  const isPreflight = kind === 'preflight' || verdict.preflightPasses === false
  return {
    ...last,
    verdict,
    reach: !isPreflight && reach,
    // No browser checks the answer to a WebSocket (D25).
    read: !isPreflight && read && (sent.length === 0 || kind === 'websocket' || verdict.read),
  }
}

function withoutCookie(headers: readonly HeaderLine[]): readonly HeaderLine[] {
  return headers.filter(([name]) => name !== 'Cookie')
}

function decideAsWritten(
  engine: Engine,
  { origin, method, url }: PageRequest,
  moment: Moment,
): Decided {
  const headers: readonly HeaderLine[] = [['Origin', origin]]
  const request = { method, url, headers }
  return { request, decision: decide(engine, request, NO_CONTEXT, moment) }
}
