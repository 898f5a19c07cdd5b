/**
 * The request and, before it, the preflight that a browser sends.
 *
 * @module
 */
import { type Engine, type Moment, problem, type RequestFacts } from '@marque/core'
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
  if (!isDenied) return { ...explained, help: null }
  const { help } = problem(engine, { ...decision, reason }, request, moment)
  const isDecided = reason === decision.reason
  return {
    ...explained,
    help: isDecided ? authorHelp(help, engine.bundle, exchange, input.context, moment) : help,
  }
}

/** Explains the request, and the preflight that a browser sends before it, if any. */
function explainEach(
  engine: Engine,
  { request, context, page }: ExplainInput,
  moment: Moment,
): Explained {
  const explained = explain(engine, request, context, moment)
  const { lacksLogin } = explained
  const exchanges: Exchange[] = [{ role: 'request', request, ...explained }]
  if (page === null || explained.browsers === null) {
    return { exchanges, lacksLogin, browsers: explained.browsers, standard: null }
  }
  const preflight = preflightOf(page)
  if (preflight) {
    const first = explain(engine, preflight, context, moment)
    exchanges.unshift({ role: 'preflight', request: preflight, ...first })
  }
  return {
    exchanges,
    lacksLogin,
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
