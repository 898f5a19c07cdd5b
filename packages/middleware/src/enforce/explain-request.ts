/**
 * The explain endpoint inside an application: `POST /.well-known/marque/explain`.
 *
 * @module
 */
import { answerHeaders, type Decision, type RequestFacts } from '@marque/core'
import {
  EXPLAIN_CORS,
  EXPLAIN_PATH,
  type ExplainRequest,
  explainEndpoint,
} from '@marque/core/explain-endpoint'
import type { PolicySource } from '@marque/sync'
import type { MarqueOptions } from './options.ts'
import type { Verdict } from './verdict.ts'

/** What only the server knows of a request to the endpoint. */
export interface ExplainConnection extends Pick<ExplainRequest, 'readBody'> {
  /** Address of the peer; empty if the runtime does not say. */
  readonly peer: string
}

/** Answers a request to the endpoint; null for all other requests. */
export type Explainer<Request> = (
  facts: RequestFacts,
  request: Request,
  connection: () => ExplainConnection,
) => Promise<Verdict> | null

/** @param decide The decision for the request to the endpoint itself, which the application's own code may read. */
export function createExplainer<Request>(
  { explain = true }: Pick<MarqueOptions<Request>, 'explain'>,
  source: PolicySource,
  decide: (facts: RequestFacts) => Decision,
): Explainer<Request> {
  if (explain === false) return () => null
  const answer = explainEndpoint(() => performance.now())
  const clientAddress = explain === true ? undefined : explain.clientAddress
  return (facts, request, connection) => {
    if (!isExplainRequest(facts)) return null
    const { peer, readBody } = connection()
    const { engine } = source
    const client = clientAddress?.(request) ?? peer
    return answer({
      facts,
      path: EXPLAIN_PATH,
      client,
      engine,
      moment: source.moment(),
      requestId: '',
      readBody,
    }).then(({ status, headers, body }) => {
      // The CORS headers do not depend on the policy; those of other middleware are removed.
      const decision = { ...decide(facts), headers: EXPLAIN_CORS, vary: [], removes: [] }
      return {
        decision,
        ownResponse: { status, headers, body },
        responseHeaders: (lines) => answerHeaders(decision, lines),
        watch: () => () => undefined,
      }
    })
  }
}

/** Only the path as written: every other spelling is the application's. */
function isExplainRequest({ url }: RequestFacts): boolean {
  const at = url.indexOf(EXPLAIN_PATH)
  if (at < 0) return false
  const next = url.charAt(at + EXPLAIN_PATH.length)
  return url.indexOf('/', url.indexOf('://') + 3) === at && (next === '' || next === '?')
}
