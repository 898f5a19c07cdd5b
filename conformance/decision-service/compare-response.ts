/**
 * Comparison of a proxy's response with the decision.
 *
 * @module
 */

import type { Decision, HeaderLine, RequestFacts } from '@marque/core'
import { API_HOST } from '@marque/testkit/policies'
import type { RequestCase } from './requests.cases.ts'
import type { Answer, Arrived } from './test-bed.ts'

/** The bytes that the client sends, with `Connection: close` unless the case has a Connection line. */
export function bytesOf(request: RequestCase): string {
  const { method = 'GET', target = '/v1/account/me', body = '' } = request
  const lines = linesOf(request).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** The input of the engine, without a proxy. */
export function factsOf(request: RequestCase): RequestFacts {
  const { method = 'GET', target = '/v1/account/me', host = API_HOST } = request
  return { method, url: `http://${host}${target}`, headers: linesOf(request) }
}

function linesOf({ host = API_HOST, lines, body }: RequestCase): readonly HeaderLine[] {
  const length: readonly HeaderLine[] =
    body === undefined ? [] : [['Content-Length', String(body.length)]]
  const isClosing = !lines.some(([name]) => name === 'Connection')
  const closing: readonly HeaderLine[] = isClosing ? [['Connection', 'close']] : []
  return [['Host', host], ...lines, ...length, ...closing]
}

/** Its CORS headers, in a fixed order. */
export function corsOf({ lines }: Answer): readonly string[] {
  return lines
    .filter(([name]) => name.startsWith('access-control-'))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
}

/** The CORS headers that a decision sets, in the same order. */
export function corsBy({ headers }: Decision): readonly string[] {
  return headers
    .filter(([name]) => name.startsWith('access-control-'))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
}

export interface Owned {
  readonly corp: readonly string[]
  readonly timing: readonly string[]
}

/** The two headers that the policy owns for some resources only; the application sends both. */
export function ownedOf(answer: Answer): Owned {
  return {
    corp: answer.valuesOf('cross-origin-resource-policy'),
    timing: answer.valuesOf('timing-allow-origin'),
  }
}

export function ownedBy({ headers, removes }: Decision): Owned {
  const of = (name: string, below: string): readonly string[] => {
    const set = headers.filter(([field]) => field === name).map(([, value]) => value)
    return set.length > 0 || removes.includes(name) ? set : [below]
  }
  return {
    corp: of('cross-origin-resource-policy', 'cross-origin'),
    timing: of('timing-allow-origin', '*'),
  }
}

/**
 * Where an answer, and what came to the application, is not as decided; empty where all is.
 *
 * @param sent The target as the application must see it: what was judged, byte for byte, where nothing else is said.
 */
export function differences(
  request: RequestCase,
  decision: Decision,
  answer: Answer,
  arrived: readonly Arrived[],
  sent: string = request.target ?? '/v1/account/me',
): readonly string[] {
  const found: string[] = []
  const compare = (what: string, got: unknown, wanted: unknown): void => {
    const [is, should] = [JSON.stringify(got), JSON.stringify(wanted)]
    if (is !== should) found.push(`${what}: ${is}, decided: ${should}`)
  }
  const isUpgraded = answer.status === 101
  compare('arrived', arrived.length, decision.reach ? 1 : 0)
  compare('cors', corsOf(answer), corsBy(decision))
  const vary = answer.valuesOf('vary').join(', ')
  for (const name of isUpgraded ? [] : decision.vary) {
    if (!vary.includes(name)) found.push(`vary: ${vary} lacks ${name}`)
  }
  const { method = 'GET', body: bodySent = '' } = request
  const names = answer.lines.map(([name]) => name).filter((name) => name.startsWith('marque-'))
  compare('lines of the service', names, [])
  if (decision.reach) {
    const [first] = arrived
    compare('line', first?.line, `${isUpgraded ? 'UPGRADE' : method} ${sent}`)
    compare('body', first?.body, bodySent)
    const own = Number(/status=(\d+)/.exec(sent)?.[1] ?? 200)
    compare('status', answer.status, isUpgraded ? 101 : own)
    if (!isUpgraded) compare('owned', ownedOf(answer), ownedBy(decision))
    return found
  }
  compare('status', answer.status, decision.status)
  if (decision.status === 204) return found
  compare('type', answer.valuesOf('content-type'), ['application/problem+json'])
  compare('stored', answer.valuesOf('cache-control'), ['no-store'])
  if (method !== 'HEAD') compare('problem', statusIn(answer.body), decision.status)
  return found
}

function statusIn(body: string): unknown {
  const problem: unknown = JSON.parse(body)
  return typeof problem === 'object' && problem !== null && 'status' in problem
    ? problem.status
    : undefined
}
