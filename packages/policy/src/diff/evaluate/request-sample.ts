/**
 * One request that both engines decide.
 *
 * @module
 */
import { type Decision, decide, type HeaderLine, type Moment, type Vector } from '@marque/core'
import type { BundlePair } from '../pair/index.ts'
import type { ContextSample } from './context-samples.ts'

export type Credentials = 'none' | 'cookie' | 'authorization' | 'both'

export const CREDENTIALS: readonly Credentials[] = ['none', 'cookie', 'authorization', 'both']

/** What Fetch metadata say of a request without Origin (D26). */
export type RequestSource = 'none' | 'cross-site' | 'navigation'

export interface RequestSample {
  readonly shape: 'actual' | 'preflight' | 'websocket'
  readonly url: string
  /** The method; of a preflight the requested one. */
  readonly method: string
  readonly origins: readonly string[]
  readonly credentials: Credentials
  readonly from: RequestSource
  /** Access-Control-Request-Headers of a preflight. */
  readonly names: readonly string[]
  readonly context: ContextSample
  readonly moment: Moment
}

export interface DecisionPair {
  readonly before: Decision
  readonly after: Decision
}

/** The input of `decide`. */
export function inputOf(sample: RequestSample): Vector['in'] {
  const { shape, url, method, context, moment } = sample
  return {
    request: {
      method: shape === 'preflight' ? 'OPTIONS' : method,
      url,
      headers: headersOf(sample),
    },
    context: context.contextAt(moment.now),
    moment,
  }
}

export function decideBoth(sides: BundlePair, sample: RequestSample): DecisionPair {
  const { request, context, moment } = inputOf(sample)
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
  context,
}: RequestSample): HeaderLine[] {
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
  if (from !== 'none') {
    const isDocument = from === 'navigation'
    headers.push(['Sec-Fetch-Site', 'cross-site'])
    headers.push(['Sec-Fetch-Mode', isDocument ? 'navigate' : 'no-cors'])
    headers.push(['Sec-Fetch-Dest', isDocument ? 'document' : 'image'])
  }
  return [...headers, ...context.headers]
}
