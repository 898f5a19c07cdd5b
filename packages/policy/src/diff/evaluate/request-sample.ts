/**
 * One request that both engines are asked about.
 *
 * @module
 */
import { type Decision, decide, type HeaderLine, type Moment, type Vector } from '@marque/core'
import type { Sides } from '../pair/index.ts'
import type { Setting } from './context-samples.ts'

export type Credentials = 'none' | 'cookie' | 'authorization' | 'both'

export const CREDENTIALS: readonly Credentials[] = ['none', 'cookie', 'authorization', 'both']

/** Where a request without Origin says that it comes from (D26). */
export type From = 'nowhere' | 'other-site' | 'navigation'

export interface Ask {
  readonly shape: 'actual' | 'preflight' | 'websocket'
  readonly url: string
  /** The judged method. */
  readonly method: string
  readonly origins: readonly string[]
  readonly credentials: Credentials
  readonly from: From
  /** Names that a preflight asks for. */
  readonly names: readonly string[]
  readonly setting: Setting
  readonly moment: Moment
}

export interface Answers {
  readonly before: Decision
  readonly after: Decision
}

/** The request as the engine is asked it. */
export function requestOf(ask: Ask): Vector['in'] {
  const { shape, url, method, setting, moment } = ask
  return {
    request: {
      method: shape === 'preflight' ? 'OPTIONS' : method,
      url,
      headers: headersOf(ask),
    },
    context: setting.contextAt(moment.now),
    moment,
  }
}

export function answersTo(sides: Sides, ask: Ask): Answers {
  const { request, context, moment } = requestOf(ask)
  return {
    before: decide(sides[0].engine, request, context, moment),
    after: decide(sides[1].engine, request, context, moment),
  }
}

function headersOf({
  shape,
  method,
  origins,
  credentials,
  from,
  names,
  setting,
}: Ask): HeaderLine[] {
  const headers: HeaderLine[] = origins.map((origin) => ['Origin', origin])
  if (shape === 'preflight') {
    headers.push(['Access-Control-Request-Method', method])
    if (names.length > 0) headers.push(['Access-Control-Request-Headers', names.join(',')])
  }
  if (shape === 'websocket') headers.push(['Connection', 'upgrade'], ['Upgrade', 'websocket'])
  if (credentials === 'cookie' || credentials === 'both') headers.push(['Cookie', 'session=1'])
  if (credentials === 'authorization' || credentials === 'both') {
    headers.push(['Authorization', 'Bearer token'])
  }
  if (from !== 'nowhere') {
    const isDocument = from === 'navigation'
    headers.push(['Sec-Fetch-Site', 'cross-site'])
    headers.push(['Sec-Fetch-Mode', isDocument ? 'navigate' : 'no-cors'])
    headers.push(['Sec-Fetch-Dest', isDocument ? 'document' : 'image'])
  }
  return [...headers, ...setting.headers]
}
