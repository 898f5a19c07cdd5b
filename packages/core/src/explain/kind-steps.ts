/**
 * Steps about the request itself: its host (D2) and its kind (D6).
 *
 * @module
 */

import type { Kind } from '../decide/decision.ts'
import { hostLinesAgree, type Place } from '../decide/place.ts'
import type { Plan } from '../decide/plan.ts'
import type { RequestFields } from '../headers/request-fields.ts'
import type { RequestFacts } from '../request.ts'
import { count, quote, quoteAll } from '../text/quote.ts'
import type { Trail } from './trail.ts'

/** D1, D2. */
export function onHost(
  trail: Trail,
  { url }: RequestFacts,
  fields: RequestFields,
  place: Place | null,
): void {
  if (place === null) {
    trail.fail('D2', `no host can be read in the url ${quote(url)}`)
    return
  }
  const { host } = place.from
  if (hostLinesAgree(fields.hosts, fields.host, host, url)) {
    const target = place.isEmpty ? '/' : url.slice(place.start)
    trail.pass('D1', `the target is ${quote(target)}, judged as it is written`)
    trail.pass('D2', `the host is ${quote(host)}`)
  } else if (fields.hosts === 1) {
    trail.fail('D2', `the Host line says ${quote(fields.host)}, the url says ${quote(host)}`)
  } else trail.fail('D2', `${fields.hosts} Host lines came, and there may be one`)
}

/** D6. */
export function onKind(
  trail: Trail,
  plan: Plan,
  request: RequestFacts,
  fields: RequestFields,
  kind: Kind,
): void {
  switch (kind) {
    case 'not-cors':
      trail.pass('D6', 'the request is `not-cors`: no Origin line with a value came')
      break
    case 'same-origin':
      trail.pass('D6', `the request is \`same-origin\`: ${whyOwn(plan, fields)}`)
      break
    case 'preflight':
      trail.pass('D6', `the request is a preflight: OPTIONS that asks for ${askedMethod(fields)}`)
      break
    case 'websocket':
      trail.pass('D6', 'the request opens a WebSocket')
      break
    case 'actual':
      trail.pass('D6', `the request is an actual one of another origin${whyNoPreflight(request)}`)
  }
}

function whyOwn({ self }: Plan, fields: RequestFields): string {
  if (fields.origin === 'null') return 'its Origin is `null` and Sec-Fetch-Site says `same-origin`'
  const own = quote(fields.origin)
  return self.only === null
    ? `${own} is an entry of \`self\` and its authority is the host`
    : `${own} is the one entry of \`self\``
}

function askedMethod({ requestMethods, requestMethod }: RequestFields): string {
  return requestMethods === 1
    ? quote(requestMethod)
    : `${count(requestMethods, 'method')} at once, which is none`
}

function whyNoPreflight({ method }: RequestFacts): string {
  return method === 'OPTIONS'
    ? ': OPTIONS without Access-Control-Request-Method is no preflight'
    : ` with the method ${quoteAll([method])}`
}
