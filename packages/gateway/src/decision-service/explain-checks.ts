/**
 * `POST /.well-known/marque/explain` of pages, as a proxy forwards it to the service.
 *
 * @module
 */
import { EXPLAIN_PATH, type ExplainEndpoint } from '@marque/core/explain-endpoint'
import type { PolicySource } from '@marque/sync'
import { type GatewayRequest, type ProxyTrust, readBody, requestIdOf } from '../request/index.ts'
import type { CheckRequest } from './check-endpoints.ts'
import type { CheckResponse } from './check-responses.ts'
import { clientBehind, nonEmptyValue } from './client-request.ts'
import { lastForwardedAddress } from './forwarded-request.ts'
import { ADDRESS_HEADER } from './nginx-request.ts'

/** nginx forwards the request below this prefix, with the address of its client in `X-Original-Address`. */
const NGINX_PREFIX = '/nginx'

/** Whether a request to the service is one of a page. */
export function isExplainTarget(target: string): boolean {
  const path = target.replace(/\?.*$/s, '')
  return path === EXPLAIN_PATH || path === NGINX_PREFIX + EXPLAIN_PATH
}

/**
 * Answers it.
 *
 * @param trust Proxies in front of the proxy.
 */
export async function answerExplain(
  explain: ExplainEndpoint,
  policy: PolicySource,
  trust: ProxyTrust,
  request: GatewayRequest,
  { method, target, lines }: CheckRequest,
): Promise<CheckResponse> {
  const isNginx = target.startsWith(NGINX_PREFIX)
  const peer = isNginx ? nonEmptyValue(lines, ADDRESS_HEADER) : lastForwardedAddress(lines)
  const { status, headers, body } = await explain({
    facts: { method, url: `http://service${EXPLAIN_PATH}`, headers: lines },
    path: EXPLAIN_PATH,
    client: clientBehind(peer ?? '', 'http', lines, trust).address,
    engine: policy.engine,
    moment: policy.moment(),
    requestId: requestIdOf(lines, isNginx),
    readBody: (limit) => new Promise((resolve) => readBody(request, limit, resolve)),
  })
  return { status, headers, body }
}
