/**
 * The decision of a layer that has no policy yet (`no-policy`): nothing is granted to anybody.
 *
 * @module
 */
import type { Decision } from '../decide/decision.ts'
import { judgedMethod, kindOf } from '../decide/kind.ts'
import { sentenceFor } from '../decide/sentences.ts'
import { isFromSameOrigin } from '../headers/fetch-metadata.ts'
import { readFields } from '../headers/request-fields.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'

const SENT_WITHOUT_PREFLIGHT: readonly string[] = ['GET', 'HEAD', 'POST', 'OPTIONS']
const NO_STORE: readonly HeaderLine[] = Object.freeze([
  Object.freeze(['cache-control', 'no-store'] as const),
])

/**
 * Decides without a policy. `self` is not known either, so only the browser itself (`Sec-Fetch-Site: same-origin`) says what is the page's own.
 *
 * Preflights and WebSockets are refused; so are methods that a browser sends across origins only after a preflight (D17). The rest goes on, and no
 * script of another origin reads the answer. A layer whose resources hold secrets is not ready before it has a policy, and says so.
 */
export function withoutPolicy(request: RequestFacts): Decision {
  const fields = readFields(request.headers)
  const own = fields.origins === 1 && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own)
  const isAsked = kind !== 'not-cors' && kind !== 'same-origin'
  const reach =
    !isAsked ||
    (kind === 'actual' &&
      SENT_WITHOUT_PREFLIGHT.includes(judgedMethod(kind, request.method, fields)))
  return {
    kind,
    reach,
    read: kind === 'same-origin',
    reason: 'no-policy',
    status: reach ? null : 403,
    resource: null,
    grant: null,
    exception: null,
    tenant: null,
    headers: kind === 'preflight' ? NO_STORE : [],
    vary: kind === 'same-origin' ? ['Origin', 'Sec-Fetch-Site'] : ['Origin'],
    removes: [],
    detail: sentenceFor('no-policy', null),
  }
}
