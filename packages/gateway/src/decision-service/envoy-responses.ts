/**
 * Responses to Envoy: whether a request may be forwarded, and the changes to its headers and to those of its response.
 *
 * @module
 */
import { answerHeaders, type HeaderLine } from '@marque/core'
import { type CheckResponse, refusal, resultHeaders } from './check-responses.ts'
import type { EnvoyCheckResponse } from './envoy-messages.ts'
import type { CheckResult } from './evaluate-check.ts'

/**
 * A header of the forwarded request for the filters before the application: the names, beside `Access-Control-*`, that only the policy sets on the response. Always
 * sent, so that no value of the client remains.
 */
const OWNS = 'marque-owns'

/** Headers that the application must not see: only layers of Marque write and read them (D16, D29). */
const NOT_FORWARDED = ['marque-decision', 'marque-token'] as const

/** The response over gRPC. */
export function envoyGrpcResponse(result: CheckResult): EnvoyCheckResponse {
  const metadata = resultHeaders(result.decision)
  const refused = refusal(result)
  if (refused !== null) {
    const { status, headers, body } = refused
    // Envoy computes the length.
    const lines = headers.filter(([name]) => name !== 'content-length')
    return { denied: { status, headers: lines, body }, metadata }
  }
  return {
    ok: {
      requestHeaders: [{ line: ownsLine(result), action: 'overwrite' }],
      requestHeadersRemoved: NOT_FORWARDED,
      responseHeaders: answerHeaders(result.decision, []).map((line) => ({
        line,
        action: line[0] === 'vary' ? 'append' : 'overwrite',
      })),
    },
    metadata,
  }
}

/** The response over HTTP: 200 allows the request, anything else is the whole response to the client. */
export function envoyHttpResponse(result: CheckResult): CheckResponse {
  const refused = refusal(result)
  if (refused !== null) return refused
  const lines: readonly HeaderLine[] = [
    ...answerHeaders(result.decision, []),
    ...resultHeaders(result.decision),
    ownsLine(result),
    ['x-envoy-auth-headers-to-remove', NOT_FORWARDED.join(', ')],
    ['content-length', '0'],
  ]
  return { status: 200, headers: lines, body: '' }
}

/** The application's lines with these names are removed before those of the decision are set: over HTTP Envoy would keep both. */
function ownsLine({ decision: { removes } }: CheckResult): HeaderLine {
  return [OWNS, removes.length === 0 ? 'nothing' : removes.join(', ')]
}
