/**
 * What a decision allows.
 *
 * @module
 */
import { type Decision, type Engine, needsLogin } from '@marque/core'
import type { RequestShape } from '../places/index.ts'
import type { Outcome } from './cell.ts'

const NO_NAMES: readonly string[] = []

/** Every readable header: no rule of CORS applies to a same-origin page. */
const EVERY_NAME: readonly string[] = ['**']

/** The outcome of a request. Where something is not allowed as a whole, its parts are not either. */
export function outcomeOf(engine: Engine, shape: RequestShape, decision: Decision): Outcome {
  switch (shape) {
    case 'preflight':
      return preflightOutcome(decision)
    case 'websocket':
      // Browsers do not check the response (D25): a WebSocket that opens is read.
      return { ...NOTHING, reach: decision.reach, read: decision.reach }
    default:
      return responseOutcome(engine, shape === 'plain', decision)
  }
}

const NOTHING: Outcome = {
  reach: false,
  read: false,
  preflight: false,
  credentials: false,
  expose: NO_NAMES,
  timing: false,
  embed: null,
  withoutLogin: null,
  isolated: false,
}

/** A same-origin page needs no preflight for what it may send. */
function preflightOutcome(decision: Decision): Outcome {
  const isOwn = decision.kind === 'same-origin'
  const preflight = isOwn ? decision.reach : decision.status === 204
  return { ...NOTHING, preflight, credentials: preflight && hasCredentials(decision) }
}

/** @param isPlain The request has no Origin: it represents all others in what does not depend on the sender. */
function responseOutcome(engine: Engine, isPlain: boolean, decision: Decision): Outcome {
  const { reach, kind, reason } = decision
  const isOwn = kind === 'same-origin'
  const read = isOwn ? reach : decision.read
  return {
    reach,
    read,
    preflight: false,
    credentials: read && hasCredentials(decision),
    expose: read ? exposed(decision) : NO_NAMES,
    timing: read && (isOwn || headerOf(decision, 'timing-allow-origin') !== undefined),
    embed: isPlain && reach ? embedRank(decision) : null,
    withoutLogin: isPlain && reach ? !needsLogin(engine, decision) : null,
    isolated: reason === 'cross-site-blocked',
  }
}

function hasCredentials(decision: Decision): boolean {
  return (
    decision.kind === 'same-origin' ||
    headerOf(decision, 'access-control-allow-credentials') === 'true'
  )
}

function exposed(decision: Decision): readonly string[] {
  if (decision.kind === 'same-origin') return EVERY_NAME
  const value = headerOf(decision, 'access-control-expose-headers')
  if (value === undefined) return NO_NAMES
  const names = value.split(', ')
  // Fetch, CORS-safelisted response-header name: `*` is every name but Authorization.
  return names.includes('*')
    ? names.filter((name) => name === '*' || name === 'authorization')
    : names
}

/** Without the header the application may set one; the default allows embedding. */
function embedRank(decision: Decision): number {
  const value = headerOf(decision, 'cross-origin-resource-policy')
  if (value === undefined) return 2
  return value === 'cross-origin' ? 3 : value === 'same-site' ? 1 : 0
}

function headerOf({ headers }: Decision, name: string): string | undefined {
  return headers.find(([other]) => other === name)?.[1]
}

/** Whether two outcomes allow the same. */
export function isSameOutcome(a: Outcome, b: Outcome): boolean {
  return (
    a.reach === b.reach &&
    a.read === b.read &&
    a.preflight === b.preflight &&
    a.credentials === b.credentials &&
    a.timing === b.timing &&
    a.embed === b.embed &&
    a.withoutLogin === b.withoutLogin &&
    a.expose.length === b.expose.length &&
    a.expose.every((name, at) => name === b.expose[at])
  )
}
