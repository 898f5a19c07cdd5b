/**
 * What the model of `explain` says that a browser does in a scenario, as a trace.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import {
  BROWSERS,
  type BrowserName,
  type BrowserVerdict,
  browseAnswers,
  type PageRequest,
} from '@marque/core/browsers'
import { type Answers, type Arrival, isPreflight } from './answers.ts'
import { pageOrigin } from './policy.ts'
import { MARKERS, type Scenario } from './scenario.ts'
import { joinSteps, type Learned, stepsOf, stepTrace, type WholeStep } from './trace.ts'

/**
 * Whether the model has anything to say: it is about one request, or the same one again, from a page to the API, by the empty cache of
 * preflights, without redirects, and knows nothing of SameSite.
 */
export function isModelled(scenario: Scenario): boolean {
  const { server, page } = scenario
  if (page === 'far' || ('path' in server && /^[a-z]+:|[?&]to=/.test(server.path))) return false
  const [first, ...others] = stepsOf(scenario)
  if (first === undefined || first.fresh) return false
  if (first.by !== 'fetch' && first.by !== 'upload' && first.by !== 'websocket') return false
  return others.every((step) => isAgain(first, step))
}

function isAgain(first: WholeStep, step: WholeStep): boolean {
  return JSON.stringify({ ...step, after: 0 }) === JSON.stringify({ ...first, after: 0 })
}

/**
 * The trace that the model predicts.
 *
 * @param scenario One that {@link isModelled}.
 */
export function predict(scenario: Scenario, name: BrowserName, answers: Answers): string {
  const [first, ...others] = stepsOf(scenario)
  if (first === undefined) return ''
  const origin = pageOrigin(scenario.page ?? 'app', answers.port)
  const { verdict, arrivals, status } = ask(scenario, first, name, answers)
  const names = verdict.exposed === '*' ? exposedByStar(arrivals, answers) : verdict.exposed
  const learned: Learned = verdict.read ? { status, names } : {}
  const says = first.by === 'websocket' && verdict.read ? { event: 'message' } : learned
  const traces = [stepTrace(first, arrivals, says, origin)]
  for (const { after = 0 } of others) {
    const isKept = verdict.keptFor !== null && verdict.keptFor > after
    const arrive = isKept ? arrivals.filter((each) => !isPreflight(each)) : arrivals
    traces.push(stepTrace(first, arrive, says, origin))
  }
  return joinSteps(traces)
}

/** Asks the model about one step; its requests are those that the engine at hand would send. */
function ask(
  scenario: Scenario,
  step: WholeStep,
  name: BrowserName,
  answers: Answers,
): { verdict: BrowserVerdict; arrivals: readonly Arrival[]; status: number } {
  const url = answers.urlOf(scenario)
  const page: PageRequest = {
    origin: pageOrigin(scenario.page ?? 'app', answers.port),
    method: step.method,
    url: step.by === 'websocket' ? url.replace(/^http/, 'ws') : url,
    headers: step.headers,
    credentials: step.credentials,
    ...(step.by === 'upload' ? { forcesPreflight: true } : {}),
  }
  const asked: { readonly arrival: Arrival; readonly status: number }[] = []
  const verdicts = browseAnswers(page, (request) => {
    const arrival = arrivalOf(request)
    const answer = answers.answer(arrival)
    const upgraded = step.by === 'websocket' && answer.status === 200
    const status = upgraded ? 101 : answer.status
    asked.push({ arrival, status })
    return { ...answer, status }
  })
  // The engines are asked one after the other, each for a preflight, a request, or both.
  const requests = ({ preflight, sent }: BrowserVerdict): number => Number(preflight) + Number(sent)
  const before = BROWSERS.slice(0, BROWSERS.indexOf(name))
  const start = before.reduce((sum, each) => sum + requests(verdicts[each]), 0)
  const verdict = verdicts[name]
  const its = asked.slice(start, start + requests(verdict))
  return { verdict, status: its.at(-1)?.status ?? 0, arrivals: its.map(({ arrival }) => arrival) }
}

function arrivalOf({ method, url, headers }: RequestFacts): Arrival {
  const { hostname, pathname, search } = new URL(url)
  return {
    method,
    host: hostname,
    target: pathname + search,
    // The model's cookie stands for the one that the pages have.
    headers: headers.map(([name, value]) => [name, name === 'Cookie' ? 'session=1' : value]),
  }
}

/** All that the answer carries, but cookies. */
function exposedByStar(arrivals: readonly Arrival[], answers: Answers): readonly string[] {
  const request = arrivals.find((each) => !isPreflight(each))
  const carried = request ? answers.answer(request).headers.map(([name]) => name) : []
  return MARKERS.filter((name) => name !== 'set-cookie' && carried.includes(name))
}
