/**
 * The words of a trace; what they mean stands at `Scenario`.
 *
 * @module
 */
import { type Arrival, isPreflight, lineOf, linesOf } from './answers.ts'
import { HOSTS } from './policy.ts'
import { MARKERS, type Scenario, type Step } from './scenario.ts'

/** What `act` of `page/act.js` gives. */
export interface Learned {
  readonly status?: number
  readonly names?: readonly string[]
  readonly event?: string
  readonly failed?: string
}

/** A step with everything said. */
export type WholeStep = Required<Omit<Step, 'body' | 'after'>> & Pick<Step, 'body' | 'after'>

/** The steps of a scenario, with everything said. */
export function stepsOf({ steps = [{}] }: Scenario): readonly WholeStep[] {
  return steps.map(wholeStep)
}

/** A step with what it leaves out. */
export function wholeStep(step: Step): WholeStep {
  return { by: 'fetch', method: 'GET', headers: [], credentials: false, fresh: false, ...step }
}

/** The trace of one step. */
export function stepTrace(
  step: WholeStep,
  arrivals: readonly Arrival[],
  learned: Learned,
  pageOrigin: string,
): string {
  const texts = arrivals.map((each) => arrivalText(each, step, pageOrigin))
  return [...texts, learnedText(learned)].join('; ')
}

/** The trace of a scenario. */
export function joinSteps(traces: readonly string[]): string {
  return traces.join(' | ')
}

function arrivalText(arrival: Arrival, step: WholeStep, pageOrigin: string): string {
  const { method, host, headers } = arrival
  const cookie = /(?:^|; )session=1/.test(lineOf(headers, 'cookie') ?? '') ? ' cookie' : ''
  if (isPreflight(arrival)) {
    const asked = lineOf(headers, 'access-control-request-method')
    const names = lineOf(headers, 'access-control-request-headers')
    return `ask ${asked}${names === undefined ? '' : ` ${names}`}${cookie}`
  }
  const to = Object.entries(HOSTS).find(([, name]) => name === host)?.[0] ?? host
  const from = lineOf(headers, 'origin')
  const set = [...new Set(step.headers.map(([name]) => name.toLowerCase()))].filter(
    (name) => linesOf(headers, name) === linesOf(step.headers, name),
  )
  return [
    `send ${method}`,
    to === 'api' ? '' : ` to ${to}`,
    from === pageOrigin ? '' : ` from ${from ?? 'nobody'}`,
    set.length === 0 ? '' : ` with ${set.join(',')}`,
    cookie,
  ].join('')
}

function learnedText({ status, names = [], event }: Learned): string {
  if (event !== undefined) return event
  if (status === undefined) return 'fail'
  const seen = MARKERS.filter((name) => names.includes(name))
  return seen.length === 0 ? `read ${status}` : `read ${status} seeing ${seen.join(',')}`
}
