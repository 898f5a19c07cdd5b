/**
 * The exchanges of a question: the request, and before it the preflight that a browser sends.
 *
 * @module
 */
import type { Engine, Moment, RequestFacts } from '@marque/core'
import { browse, browseAnswers, type PageRequest } from '@marque/core/browsers'
import { explain } from '@marque/core/explain'
import type { Question } from './question.ts'
import type { Exchange, ExplainReport } from './report.ts'

/** Explains the request, and before it the preflight that the page's browser sends, where it sends one. */
export function answer(
  engine: Engine,
  { request, context, page }: Question,
  moment: Moment,
): Pick<ExplainReport, 'exchanges' | 'browsers'> {
  const asked = explain(engine, request, context, moment)
  const exchanges: Exchange[] = [{ role: 'request', request, ...asked }]
  if (page === null || asked.browsers === null) return { exchanges, browsers: asked.browsers }
  const preflight = preflightOf(page)
  if (preflight) {
    const first = explain(engine, preflight, context, moment)
    exchanges.unshift({ role: 'preflight', request: preflight, ...first })
  }
  return { exchanges, browsers: browse(engine, page, context, moment) }
}

/** The preflight that a browser sends for a page, where it sends one: the request that it asks a server about first. */
function preflightOf(page: PageRequest): RequestFacts | undefined {
  let preflight: RequestFacts | undefined
  browseAnswers(page, (request) => {
    const isPreflight = request.headers.some(([name]) => name === 'Access-Control-Request-Method')
    if (isPreflight) preflight ??= request
    return { status: 403, headers: [] }
  })
  return preflight
}
