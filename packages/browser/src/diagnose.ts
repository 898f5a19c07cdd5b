/**
 * The cause of a rejected `fetch`. The order matters: what the page can determine by itself comes before a request to the API.
 *
 * @module
 */
import type { Apis } from './apis.ts'
import { hasBadPort } from './bad-port.ts'
import type { Explainer, ExplainResult } from './explainer.ts'
import type { Failure, FailureKind } from './fetch-error.ts'
import { addressSpaceOf, queryLocalNetwork } from './local-network.ts'
import { mixedContentOf } from './mixed-content.ts'
import { pageEnvironment } from './page-environment.ts'

/** What a diagnosis is made from. */
export interface DiagnosisSources {
  readonly apis: Apis
  /** Null if the API must not be asked for an explanation. */
  readonly explain: Explainer | null
  /** The urls that the page's Content-Security-Policy blocked. */
  readonly cspViolations: { has(url: string): boolean }
}

/** Determines why a request was rejected. Never rejects itself. */
export async function diagnose(request: Request, sources: DiagnosisSources): Promise<Failure> {
  const target = new URL(request.url.replace(/#.*/s, ''))
  const { origin, href, hostname } = target
  const { location, navigator } = pageEnvironment()
  const space = addressSpaceOf(hostname)
  if (navigator?.onLine === false && space !== 'loopback') return OFFLINE
  // `securitypolicyviolation` is dispatched in a task after the rejection.
  await new Promise((resolve) => setTimeout(resolve))
  if (sources.cspViolations.has(href)) return CSP
  const mixed = mixedContentOf(location?.protocol ?? '', target)
  if (mixed === 'every-browser') return MIXED
  if (hasBadPort(target)) return BAD_PORT
  const local = await queryLocalNetwork(hostname)
  // A request for an explanation would show the prompt again.
  if (local === 'denied' || local === 'prompt')
    return { ...LOCAL_NETWORK, isCertain: local === 'denied' }
  // CORS does not apply to same-origin requests.
  if (origin === pageEnvironment().origin) return UNREACHABLE
  if (sources.explain === null || !sources.apis.has(origin)) return NOT_EXPLAINED
  const failure = failureOf(await sources.explain(request), request.mode)
  if (failure !== UNREACHABLE) return failure
  if (local === 'possibly-denied') return { ...LOCAL_NETWORK, isCertain: false }
  return mixed === 'some-browsers' ? { ...MIXED, isCertain: false } : failure
}

function failureOf(result: ExplainResult, mode: string): Failure {
  if (result === 'unreachable') return UNREACHABLE
  if (result === 'no-explanation') return NO_EXPLANATION
  const { read, reason, title, help, contact, requestId } = result
  const details = { reason, contact, requestId }
  // The policy does not affect whether a `no-cors` request gets a response.
  return read === true || mode === 'no-cors'
    ? { ...NETWORK, ...details }
    : { kind: 'policy', isCertain: read === false, title, help, ...details }
}

function failure(kind: FailureKind, isCertain: boolean, title: string, help: string): Failure {
  return { kind, isCertain, title, help, reason: null, contact: null, requestId: null }
}

const OFFLINE: Failure = failure(
  'offline',
  true,
  'the browser is offline',
  'try again when the network is available',
)
const CSP: Failure = failure(
  'csp',
  true,
  'the Content-Security-Policy of this page blocks the request',
  'add the address to `connect-src`',
)
const LOCAL_NETWORK: Failure = failure(
  'local-network',
  true,
  'the browser denies this page access to the local network',
  'the user must allow it, in the prompt or in the site settings; a page in a frame also needs the `allow` attribute; server headers have no effect',
)
const MIXED: Failure = failure(
  'mixed-content',
  true,
  'an https page cannot send requests to an http address',
  'use the https address of the API',
)
const BAD_PORT: Failure = failure(
  'bad-port',
  true,
  'browsers block every request to this port',
  'use the address of the API with another port',
)
const NETWORK: Failure = failure(
  'network',
  false,
  'the policy grants the request, but it failed on the network',
  'the connection may have been interrupted, a redirect may lead to another origin, or an intermediary may remove response headers',
)
const UNREACHABLE: Failure = failure(
  'unreachable',
  false,
  'no response from this address',
  'DNS, the TLS certificate, a stopped server or a browser extension can be the cause; browsers do not tell a page which: open the address in a tab',
)
const NO_EXPLANATION: Failure = failure(
  'unknown',
  false,
  'the server responds, but gives no explanation',
  'usually its response lacks the CORS headers for this page; see the browser console',
)
const NOT_EXPLAINED: Failure = failure(
  'unknown',
  false,
  'the browser does not tell the page the cause',
  'see the browser console',
)
