/**
 * The request and, before it, the preflight that a browser sends.
 *
 * @module
 */
import type { Engine, Moment, RequestFacts } from '@marque/core'
import { browse, browseAnswers, type PageRequest } from '@marque/core/browsers'
import { explain } from '@marque/core/explain'
import type { ExplainInput } from './explain-input.ts'
import type { Exchange, ExplainReport } from './report.ts'

/** Explains the request, and the preflight that a browser sends before it, if any. */
export function explainExchanges(
  engine: Engine,
  { request, context, page }: ExplainInput,
  moment: Moment,
): Pick<ExplainReport, 'exchanges' | 'browsers'> {
  const explained = explain(engine, request, context, moment)
  const exchanges: Exchange[] = [{ role: 'request', request, ...explained }]
  if (page === null || explained.browsers === null)
    return { exchanges, browsers: explained.browsers }
  const preflight = preflightOf(page)
  if (preflight) {
    const first = explain(engine, preflight, context, moment)
    exchanges.unshift({ role: 'preflight', request: preflight, ...first })
  }
  return { exchanges, browsers: browse(engine, page, context, moment) }
}

/** The preflight that a browser sends for the request of a page; `undefined` if it sends none. */
function preflightOf(page: PageRequest): RequestFacts | undefined {
  let preflight: RequestFacts | undefined
  browseAnswers(page, (request) => {
    const isPreflight = request.headers.some(([name]) => name === 'Access-Control-Request-Method')
    if (isPreflight) preflight ??= request
    return { status: 403, headers: [] }
  })
  return preflight
}
