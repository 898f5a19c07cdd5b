/**
 * From a rejected `fetch` to what is known of it. The order is the point: what the page knows by itself comes before asking anybody.
 *
 * @module
 */
import { localNetwork, spaceOf } from './address-space.ts'
import type { Apis } from './apis.ts'
import type { Ask, Asked } from './explanation.ts'
import type { Failure, FailureKind } from './fetch-error.ts'
import { page } from './page.ts'

/** What a diagnosis asks. */
export interface Sources {
  readonly apis: Apis
  /** Null: the API is not asked. */
  readonly ask: Ask | null
  /** Addresses that the page's Content-Security-Policy blocked. */
  readonly blocked: { has(url: string): boolean }
}

/** Finds out why a request was rejected. It never rejects. */
export async function diagnose(request: Request, sources: Sources): Promise<Failure> {
  const { origin, href, protocol, hostname } = new URL(request.url.replace(/#.*/s, ''))
  const { location, navigator } = page()
  const space = spaceOf(hostname)
  if (navigator?.onLine === false && space !== 'loopback') return OFFLINE
  // The event comes in a task of its own, behind the rejection.
  await new Promise((resolve) => setTimeout(resolve))
  if (sources.blocked.has(href)) return CSP
  const local = await localNetwork(hostname)
  // Asking an API behind a prompt would bring the prompt again.
  if (local === 'denied' || local === 'unanswered')
    return { ...LOCAL_NETWORK, isCertain: local === 'denied' }
  if (location?.protocol === 'https:' && protocol === 'http:' && space !== 'loopback') return MIXED
  // CORS has no say within one origin.
  if (origin === page().origin) return UNREACHABLE
  if (sources.ask === null || !sources.apis.has(origin)) return UNASKED
  const failure = judged(await sources.ask(request), request.mode)
  return failure === UNREACHABLE && local === 'perhaps'
    ? { ...LOCAL_NETWORK, isCertain: false }
    : failure
}

function judged(asked: Asked, mode: string): Failure {
  if (asked === 'unreachable') return UNREACHABLE
  if (asked === 'silent') return SILENT
  const { read, reason, title, help, contact, requestId } = asked
  const about = { reason, contact, requestId }
  // A request of `no-cors` has an answer whatever the policy says.
  return read === true || mode === 'no-cors'
    ? { ...NETWORK, ...about }
    : { kind: 'policy', isCertain: read === false, title, help, ...about }
}

function known(kind: FailureKind, isCertain: boolean, title: string, help: string): Failure {
  return { kind, isCertain, title, help, reason: null, contact: null, requestId: null }
}

const OFFLINE: Failure = known(
  'offline',
  true,
  'the browser is offline',
  'try again when there is a connection',
)
const CSP: Failure = known(
  'csp',
  true,
  'the Content-Security-Policy of this page blocks the request',
  'the page must name the address in `connect-src`',
)
const LOCAL_NETWORK: Failure = known(
  'local-network',
  true,
  'the browser keeps this page from the local network',
  'the user must allow it, in the prompt or in the settings of the site; a page inside a frame also needs `allow`; no header of the server helps',
)
const MIXED: Failure = known(
  'mixed-content',
  true,
  'a page of https may not ask an address of http',
  'use the https address of the API',
)
const NETWORK: Failure = known(
  'network',
  false,
  'the policy grants the request, and it failed on its way',
  'the connection may have ended, a redirect may lead to another origin, or something between may drop the headers of the answer',
)
const UNREACHABLE: Failure = known(
  'unreachable',
  false,
  'nothing answers at this address',
  'the name may not resolve, the certificate may be refused, the server may be down, or an extension may block it: browsers do not tell a page which; open the address in a tab',
)
const SILENT: Failure = known(
  'unknown',
  false,
  'the server answers, and does not say why the request failed',
  'most often its answer lacks the CORS headers for this page; the console of the browser says more',
)
const UNASKED: Failure = known(
  'unknown',
  false,
  'the browser does not tell a page why',
  'the console of the browser says more',
)
