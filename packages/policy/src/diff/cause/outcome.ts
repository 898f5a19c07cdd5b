/**
 * What a decision means for one aspect.
 *
 * @module
 */
import { type Decision, type Engine, needsLogin } from '@marque/core'
import type { Aspect } from '../change.ts'

/** A change, as far as its outcome is concerned. */
export interface Outcome {
  readonly aspect: Aspect
  /** Exposed response headers, for `expose`. */
  readonly headers: readonly string[]
}

/** Whether two decisions for one request have the same outcome in the aspect of a change. */
export function isSameOutcome(
  outcome: Outcome,
  a: readonly [Decision, Engine],
  b: readonly [Decision, Engine],
): boolean {
  return aspectValue(outcome, ...a) === aspectValue(outcome, ...b)
}

function aspectValue({ aspect, headers }: Outcome, decision: Decision, engine: Engine): string {
  const { kind, reach, read, status } = decision
  const isOwn = kind === 'same-origin'
  const isPreflight = kind === 'preflight'
  switch (aspect) {
    case 'reach':
      return String(reach)
    case 'preflight':
    case 'read':
      if (isPreflight) return String(status === 204)
      return String(isOwn || kind === 'websocket' || kind === 'not-cors' ? reach : read)
    case 'credentials':
      return String(isOwn || headerOf(decision, 'access-control-allow-credentials') === 'true')
    case 'expose': {
      const names = headerOf(decision, 'access-control-expose-headers')?.split(', ') ?? []
      const isSeen = (name: string): boolean =>
        isOwn || names.includes(name) || (names.includes('*') && name !== 'authorization')
      return String(headers.map(isSeen))
    }
    case 'timing':
      return String(isOwn || headerOf(decision, 'timing-allow-origin') !== undefined)
    case 'embed':
      return `${reach} ${headerOf(decision, 'cross-origin-resource-policy')}`
    case 'authentication':
      return String(needsLogin(engine, decision))
  }
}

function headerOf({ headers }: Decision, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1]
}
