/**
 * The outcome of an explained request, from the point of view of the page.
 *
 * It is what a browser that follows the Fetch standard does with the request, so that it agrees with the outcome of a test case; browsers that do otherwise
 * are named in the sentence.
 *
 * @module
 */
import type { Decision, Reason } from '@marque/core'
import { BROWSERS, type BrowserName, type BrowserVerdict } from '@marque/core/browsers'
import { BROWSER_NAMES } from './browser-table.ts'
import { decisive, type Explained } from './report.ts'

/** Whether the request reaches the application and script can read the response. */
export interface Verdict {
  /** `login`: as `yes`, but only with a login, of which the context has none. */
  readonly outcome: 'yes' | 'no' | 'not-cors' | 'login'
  /** Without a final period. */
  readonly sentence: string
  /** The request reaches the application; null where that depends on the login. */
  readonly reach: boolean | null
  /** Script can read the response, or CORS does not apply; null where that depends on the login. */
  readonly read: boolean | null
  /** Of the policy; `credentials-not-granted` where the browser refuses a response that the policy grants to another origin without credentials. */
  readonly reason: Reason
  /** What determines the outcome. */
  readonly settledBy: 'preflight' | 'request' | 'browser'
  /** Why the browser sends nothing, whatever the policy says; null where it sends something. */
  readonly blocked: BrowserVerdict['blocked']
  /** What the browser refuses in a response that the policy grants; null where it refuses nothing. */
  readonly refusal: string | null
}

type Outcome = Pick<Verdict, 'outcome' | 'sentence'>

/** Determines the outcome. */
export function verdictOf(report: Explained): Verdict {
  const decided = outcomeIn(report)
  if (!report.isHostServed && decided.blocked === null) return misdirected(decided, report)
  const verdict = withLogin(decided, report)
  const { decision, steps } = decisive(report)
  // An origin of `self` with another Host: no grant is what is missing.
  const isOwnElsewhere =
    decision.reason === 'origin-not-granted' &&
    steps.some(({ rule, outcome }) => rule === 'D6' && outcome === 'fail')
  return isOwnElsewhere ? { ...verdict, sentence: `${verdict.sentence}; ${OTHER_HOST}` } : verdict
}

/** What needs a login that the context does not have is not certain. */
function withLogin(verdict: Verdict, { lacksLogin }: Explained): Verdict {
  if (!lacksLogin || verdict.reach === false) return verdict
  return {
    ...verdict,
    outcome: verdict.outcome === 'yes' ? 'login' : verdict.outcome,
    sentence: `the resource requires a login, and the context has none: layers that authenticate answer 401; with a login, ${verdict.sentence}`,
    reach: null,
    read: verdict.read ? null : verdict.read,
  }
}

/** Layers answer 421, whatever the policy says of the request (D2). */
function misdirected(verdict: Verdict, report: Explained): Verdict {
  const url = report.exchanges.at(-1)?.request.url ?? ''
  const [, host = ''] = /^[^:]*:\/\/([^/?#]*)/.exec(url) ?? []
  const ofPreflight = report.standard?.preflight
    ? 'the preflight with 421, so browsers do not send the request'
    : 'the request with 421 before it reaches the application'
  return {
    ...verdict,
    outcome: 'no',
    sentence: `gateway, middleware and decision service answer ${ofPreflight}: the policy does not name the host \`${host}\`; if this API is served there, name the host in \`self\` or in a match, or in \`hosts\` of the layer`,
    reach: false,
    read: false,
    refusal: null,
  }
}

const OTHER_HOST =
  'the origin is an entry of `self`, but Host is another one: a proxy in front has dropped or rewritten host or port'

const OTHER_URL =
  'the policy takes the request for its own by its origin, the browser does not: the URL has another scheme, host or port than the page'

function outcomeIn(report: Explained): Verdict {
  const { decision, role } = decisive(report)
  const { standard } = report
  const { reach, read, reason } = decision
  const byLayer = { reach, read, reason, settledBy: role, blocked: null, refusal: null } as const
  if (standard === null || decision.kind === 'not-cors') {
    return { ...byLayer, ...outcomeOf(decision, report) }
  }
  // The note ends with the reason of the policy, which granted what the browser refuses.
  const first =
    standard.notes[0]?.text.replace(/ \(`(?:granted(?:-any)?|same-origin)`\)$/, '') ?? ''
  const isOwn = decision.kind === 'same-origin'
  const isOwnElsewhere = isOwn && standard.blocked === null && !standard.read && reach
  const note = isOwnElsewhere ? `${first}; ${OTHER_URL}` : first
  // What the browser refuses has the reason of the policy for a request of its own; otherwise the policy grants it without credentials.
  const refused = isOwn ? reason : ('credentials-not-granted' as const)
  if (standard.blocked !== null) {
    return {
      ...notSent(byLayer, `${browsersAs(report)} nothing: ${note}`, report),
      settledBy: 'browser',
      blocked: standard.blocked,
    }
  }
  if (standard.preflightPasses === false) {
    const [preflight] = report.exchanges
    const isDenied = preflight?.role === 'preflight' && !preflight.decision.read
    const rest = isDenied
      ? 'a preflight, which is denied, so the request is not sent'
      : `a preflight, refuse its response, and do not send the request: ${note.replace('the preflight fails: ', '')}`
    return {
      ...notSent(byLayer, `${browsersAs(report)} ${rest}`, report),
      ...(!isDenied && { reason: refused, refusal: note }),
      settledBy: 'preflight',
    }
  }
  if ((decision.kind === 'actual' || isOwnElsewhere) && read && !standard.read) {
    return {
      ...byLayer,
      outcome: 'no',
      sentence: withDifferences(
        `the request reaches the application, but browsers do not let script read the response: ${note.replace(/^.*?: /, '')}`,
        report,
      ),
      read: false,
      reason: refused,
      refusal: note,
    }
  }
  const { outcome, sentence } = outcomeOf(decision, report)
  return { ...byLayer, outcome, sentence: withDifferences(sentence, report) }
}

function notSent(verdict: Omit<Verdict, keyof Outcome>, sentence: string, report: Explained) {
  return {
    ...verdict,
    outcome: 'no' as const,
    sentence: withDifferences(sentence, report),
    reach: false,
    read: false,
  }
}

/** The outcome of a request that is sent. */
function outcomeOf(decision: Decision, { standard }: Explained): Outcome {
  const { kind, reach, read } = decision
  const no = (sentence: string): Outcome => ({ outcome: 'no', sentence })
  const yes = (sentence: string): Outcome => ({ outcome: 'yes', sentence })
  switch (kind) {
    case 'not-cors':
      return reach
        ? {
            outcome: 'not-cors',
            sentence: 'the request has no Origin header and is forwarded to the application',
          }
        : no(rejected(decision))
    case 'same-origin':
      return reach
        ? yes(
            'the request is same-origin: CORS does not apply, the request is forwarded, and script can read the response',
          )
        : no(rejected(decision))
    case 'websocket':
      return reach
        ? yes('the WebSocket opens, and script can read and write')
        : no(`the WebSocket does not open: ${rejected(decision)}`)
    case 'preflight':
      if (read) return yes('the preflight succeeds: the browser can send the request')
      return no(
        standard === null
          ? 'the preflight is denied, so the browser does not send the request'
          : 'browsers send a preflight, which is denied, so the request is not sent',
      )
    default:
  }
  if (reach && read) {
    return yes('the request reaches the application, and script can read the response')
  }
  if (!reach) return no(`${rejected(decision)}, and script cannot read the response`)
  return decision.reason === 'reach-only'
    ? yes(
        'the request reaches the application; the grant is reach-only, so script cannot read the response',
      )
    : no('the request reaches the application, but script cannot read the response')
}

function rejected({ status }: Decision): string {
  return `the request is rejected with ${status ?? 403} before it reaches the application`
}

/** The browsers that do as the standard says, with their verb. */
function browsersAs(report: Explained): string {
  const others = differing(report)
  const names = BROWSERS.filter((name) => !others.includes(name))
  if (others.length === 0 || names.length === 0) return 'browsers send'
  return `${namesOf(names)} ${names.length === 1 ? 'sends' : 'send'}`
}

/** The sentence, and what browsers do that differ from the standard; the permission that they ask for. */
function withDifferences(sentence: string, report: Explained): string {
  const { browsers } = report
  if (browsers === null) return sentence
  const byWords = Map.groupBy(differing(report), (name) => actionOf(browsers[name]))
  const asking = BROWSERS.filter((name) => browsers[name].needsPermission && browsers[name].sent)
  return [
    sentence,
    ...[...byWords].map(([words, names]) => `but in ${namesOf(names)} ${words}`),
    ...(asking.length === 0
      ? []
      : [
          `${namesOf(asking)} first ${asking.length === 1 ? 'asks' : 'ask'} the user for access to the local network`,
        ]),
  ].join('; ')
}

/** The browsers that send or read what the standard does not, or the reverse. */
function differing({ standard, browsers }: Explained): readonly BrowserName[] {
  if (standard === null || browsers === null) return []
  return BROWSERS.filter(
    (name) => browsers[name].sent !== standard.sent || browsers[name].read !== standard.read,
  )
}

function actionOf({ blocked, sent, read, preflightPasses }: BrowserVerdict): string {
  if (blocked === 'mixed-content') return 'the request is blocked as mixed content'
  if (read) return 'script can read the response'
  if (sent) return 'the request is sent, and script cannot read the response'
  return preflightPasses === false
    ? 'the preflight fails, so the request is not sent'
    : 'the request is not sent'
}

function namesOf(names: readonly BrowserName[]): string {
  return names.map((name) => BROWSER_NAMES[name]).join(' and ')
}
