/**
 * Steps about the request itself: its host (D2) and its kind (D6).
 *
 * @module
 */
import type { Front } from '../decide/index.ts'
import type { RequestFields } from '../headers/index.ts'
import {
  hostLinesAgree,
  isHostOfSelf,
  isOwnElsewhere,
  type PreparedPolicy,
  type RequestTarget,
} from '../prepared/index.ts'
import { quote } from '../quote.ts'
import type { RequestFacts } from '../request.ts'
import type { StepList } from './step-list.ts'

/** D1, D2. */
export function explainHost(
  steps: StepList,
  { self }: PreparedPolicy,
  { url }: RequestFacts,
  fields: RequestFields,
  target: RequestTarget | null,
): void {
  if (target === null) {
    steps.fail('D2', `the url ${quote(url)} has no valid host`)
    return
  }
  const { authority } = target.host
  if (hostLinesAgree(fields.hosts, fields.host, authority, url)) {
    const raw = target.isEmpty ? '/' : url.slice(target.start)
    steps.pass('D1', `the target is ${quote(raw)}, used as received`)
    const outside = isHostOfSelf(self, authority) ? '' : ', which no entry of `self` has'
    steps.pass('D2', `the host is ${quote(authority)}${outside}`)
  } else if (fields.hosts === 1) {
    steps.fail('D2', `the Host header is ${quote(fields.host)}, the url has ${quote(authority)}`)
  } else steps.fail('D2', `the request has ${fields.hosts} Host headers, and may have one`)
}

/** D6. */
export function explainKind(
  steps: StepList,
  policy: PreparedPolicy,
  { kind }: Front,
  target: RequestTarget | null,
  request: RequestFacts,
  fields: RequestFields,
): void {
  if (kind !== 'not-cors' && kind !== 'same-origin' && isOwnElsewhere(policy.self, fields.origin)) {
    const host = target === null ? 'unreadable' : quote(target.host.authority)
    steps.fail(
      'D6',
      `${quote(fields.origin)} is an entry of \`self\`, but the host of the request is ${host}: where a proxy in front drops or rewrites host or port, requests of that page count as cross-origin; let it pass Host on unchanged`,
    )
  }
  switch (kind) {
    case 'not-cors':
      steps.pass('D6', 'the request is `not-cors`: it has no Origin')
      break
    case 'same-origin':
      steps.pass('D6', `the request is \`same-origin\`: ${whyOwn(policy, fields)}`)
      break
    case 'preflight':
      steps.pass('D6', `the request is a preflight for ${requestedMethod(fields)}`)
      break
    case 'websocket':
      steps.pass('D6', 'the request opens a WebSocket')
      break
    case 'actual':
      steps.pass('D6', `the request is cross-origin${whyNoPreflight(request)}`)
  }
}

function whyOwn({ self }: PreparedPolicy, fields: RequestFields): string {
  if (fields.origin === 'null') return 'its Origin is `null` and Sec-Fetch-Site is `same-origin`'
  const own = quote(fields.origin)
  return self.only === null
    ? `${own} is an entry of \`self\` and its authority is the host`
    : `${own} is the only entry of \`self\``
}

function requestedMethod({ requestMethods, requestMethod }: RequestFields): string {
  return requestMethods === 1
    ? quote(requestMethod)
    : `no method: it has ${requestMethods} Access-Control-Request-Method headers`
}

function whyNoPreflight({ method }: RequestFacts): string {
  return method === 'OPTIONS'
    ? ': OPTIONS without Access-Control-Request-Method is not a preflight'
    : `, with the method ${quote(method)}`
}
