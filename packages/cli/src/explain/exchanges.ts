/**
 * The request and, before it, the preflight that a browser sends.
 *
 * @module
 */
import {
  answerHeaders,
  type Engine,
  layerHeaders,
  type Moment,
  problem,
  type RequestFacts,
} from '@marque/core'
import {
  browse,
  browseAnswers,
  browseAs,
  browseStandard,
  type PageRequest,
  type ServerAnswer,
  STANDARD,
} from '@marque/core/browsers'
import { explain } from '@marque/core/explain'
import { createHostCheck, HOST_NOT_SERVED } from '@marque/core/hosts'
import { authorHelp } from './author-help.ts'
import type { ExplainInput } from './explain-input.ts'
import { decisive, type Exchange, type Explained, type ExplainReport } from './report.ts'
import { verdictOf } from './verdict.ts'

/** Explains a request, with the help that a layer would give for its denial and what only the author of the policy may know. */
export function explainExchanges(
  engine: Engine,
  input: ExplainInput,
  moment: Moment,
): Explained & Pick<ExplainReport, 'help'> {
  const explained = explainEach(engine, input, moment)
  const { outcome, blocked, reason } = verdictOf(explained)
  const exchange = decisive(explained)
  const { request, decision } = exchange
  const isDenied =
    outcome === 'no' && blocked === null && decision.kind !== 'not-cors' && reason !== 'same-origin'
  if (!isDenied || !explained.isHostServed) return { ...explained, help: null }
  const { help } = problem(engine, { ...decision, reason }, request, moment)
  const isDecided = reason === decision.reason
  return {
    ...explained,
    help: isDecided ? authorHelp(help, engine.bundle, exchange, input.context, moment) : help,
  }
}

/** As layers check it without hosts in their own configuration, for any address that they listen on. */
const isServed = createHostCheck([])

/** Explains the request, and the preflight that a browser sends before it, if any. */
function explainEach(
  engine: Engine,
  { request, context, page }: ExplainInput,
  moment: Moment,
): Explained {
  const explained = explain(engine, request, context, moment)
  const { lacksLogin } = explained
  const exchanges: Exchange[] = [{ role: 'request', request, ...explained }]
  // A host that cannot be read is answered 400.
  const isHostServed =
    explained.decision.status === 400 || isServed?.(engine, request.url, null) !== false
  if (page === null || explained.browsers === null) {
    return { exchanges, lacksLogin, isHostServed, browsers: explained.browsers, standard: null }
  }
  const preflight = preflightOf(page)
  if (preflight) {
    const first = explain(engine, preflight, context, moment)
    exchanges.unshift({ role: 'preflight', request: preflight, ...first })
  }
  if (!isHostServed) {
    const refuse = (refused: RequestFacts): ServerAnswer => ({
      status: HOST_NOT_SERVED.status,
      headers: answerHeaders(layerHeaders(engine, refused, {}, moment), []),
    })
    return {
      exchanges,
      lacksLogin,
      isHostServed,
      browsers: browseAnswers(page, refuse),
      standard: browseAs(STANDARD, page, refuse),
    }
  }
  return {
    exchanges,
    lacksLogin,
    isHostServed,
    browsers: browse(engine, page, context, moment),
    standard: browseStandard(engine, page, context, moment),
  }
}

/** The preflight of the request of a page: as the standard has it, else of the first browser that sends one; `undefined` if none does. */
function preflightOf(page: PageRequest): RequestFacts | undefined {
  let preflight: RequestFacts | undefined
  const refuse = (request: RequestFacts): ServerAnswer => {
    const isPreflight = request.headers.some(([name]) => name === 'Access-Control-Request-Method')
    if (isPreflight) preflight ??= request
    return { status: 403, headers: [] }
  }
  browseAs(STANDARD, page, refuse)
  browseAnswers(page, refuse)
  return preflight
}
