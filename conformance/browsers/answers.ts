/**
 * What the server of the scenarios answers: pages, the API with the engine in front of it, and answers written by hand.
 *
 * Nothing here touches the network: the model is asked with the same answers.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { answerHeaders, type Decision, decide, type Engine, type HeaderLine } from '@marque/core'
import { engineAt, HOSTS, originOf, pageOrigin } from './policy.ts'
import type { HandAnswer, Scenario } from './scenario.ts'

/** One request as it arrived. */
export interface Arrival {
  readonly method: string
  /** Host name without the port. */
  readonly host: string
  readonly target: string
  readonly headers: readonly HeaderLine[]
}

export interface Answer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string | Buffer
}

/** The server's mind, at one port. */
export interface Answers {
  readonly port: number
  answer(arrival: Arrival): Answer
  /** The id of the scenario that a request belongs to; null where it belongs to none. */
  idOf(arrival: Arrival): string | null
  /** The url that the steps of a scenario ask. */
  urlOf(scenario: Scenario): string
}

const ACT = readFileSync(new URL('page/act.js', import.meta.url), 'utf8')
const PAGE = '<!doctype html><title>page</title><script type="module" src="/act.js"></script>'
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** The answers to these scenarios. A scenario's requests carry its id in the query, which no decision reads. */
export function answersAt(
  port: number,
  scenarios: readonly Scenario[],
  pagePort?: number,
): Answers {
  const engine = engineAt(port, pagePort)
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))
  const idOf = (arrival: Arrival): string | null => queryOf(arrival).get('s')
  return {
    port,
    idOf,
    urlOf: ({ id, server }) => {
      const url = resolve('path' in server ? server.path : '/hand/', port)
      url.searchParams.set('s', id)
      return url.href
    },
    answer: (arrival) => {
      const { target, host } = arrival
      if (target === '/act.js') return SCRIPT
      if (target === '/favicon.ico') return text(204, '')
      if (target === '/cookie')
        return text(200, PAGE, HTML, ['set-cookie', 'session=1; SameSite=Lax'])
      const scenario = byId.get(idOf(arrival) ?? '')
      if (target.startsWith('/hand/') && scenario) return byHand(arrival, scenario, port)
      if (host === HOSTS.api || host === HOSTS.other) return byEngine(arrival, engine, port)
      const query = queryOf(arrival)
      return query.has('to') ? redirect(query, port) : page(host)
    },
  }
}

function queryOf({ target }: Arrival): URLSearchParams {
  return new URL(target, 'http://localhost').searchParams
}

/** The value of a header that comes once; undefined where it is not there. */
export function lineOf(headers: readonly HeaderLine[], lower: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === lower)?.[1]
}

/** The values of all lines of a header, joined; empty where there is none. */
export function linesOf(headers: readonly HeaderLine[], lower: string): string {
  const lines = headers.filter(([name]) => name.toLowerCase() === lower)
  return lines.map(([, value]) => value).join(', ')
}

/** A preflight, as D6 has it. */
export function isPreflight({ method, headers }: Arrival): boolean {
  return method === 'OPTIONS' && lineOf(headers, 'access-control-request-method') !== undefined
}

function byEngine(arrival: Arrival, engine: Engine, port: number): Answer {
  const { method, host, target, headers } = arrival
  const url = `http://${host}:${port}${target}`
  const decision = decide(engine, { method, url, headers }, {}, { now: Date.now() })
  if (decision.status !== null) return { ...text(decision.status, ''), headers: own(decision) }
  const below = application(queryOf(arrival), port)
  return { ...below, headers: answerHeaders(decision, below.headers) }
}

/** A 204 has no Content-Length (D18), any other answer of the layer an empty body. */
function own(decision: Decision): readonly HeaderLine[] {
  return answerHeaders(decision, decision.status === 204 ? [] : [['content-length', '0']])
}

/** The application behind the engine. It believes that it must set CORS headers, too. */
function application(query: URLSearchParams, port: number): Answer {
  if (query.has('to')) return redirect(query, port)
  return {
    status: Number(query.get('status') ?? 200),
    headers: [
      ['content-type', 'image/gif'],
      ['access-control-allow-origin', 'https://stale.example'],
      ...MARKED,
    ],
    body: PIXEL,
  }
}

const MARKED: readonly HeaderLine[] = [
  // What a cache of answers does is no business of CORS.
  ['cache-control', 'no-store'],
  ['etag', '"1"'],
  ['retry-after', '1'],
  ['set-cookie', 'seen=1'],
  ['x-one', '1'],
  ['x-two', '2'],
]

/** `to` is where the redirect leads, in the words of {@link resolve}. */
function redirect(query: URLSearchParams, port: number): Answer {
  const location = resolve(query.get('to') ?? '', port)
  location.searchParams.set('s', query.get('s') ?? '')
  return text(302, '', ['location', location.href])
}

/** An address as the tables have it: a path of the API, or a host's name, `:` and a path. */
function resolve(address: string, port: number): URL {
  const [, host = 'api', path = '/'] = /^(?:([a-z]+):)?(.*)$/.exec(address) ?? []
  if (!isHost(host)) throw new TypeError(`no host is named \`${host}\``)
  return new URL(path, originOf(host, port))
}

function isHost(name: string): name is keyof typeof HOSTS {
  return name in HOSTS
}

function byHand(arrival: Arrival, { server, page = 'app' }: Scenario, port: number): Answer {
  if ('path' in server) return text(500, '')
  const asked = isPreflight(arrival)
  const given: HandAnswer = (asked ? server.preflight : server.actual) ?? {}
  const headers = (given.headers ?? [['access-control-allow-origin', '$ORIGIN']]).map(
    ([name, value]): HeaderLine => [name, value.replaceAll('$ORIGIN', pageOrigin(page, port))],
  )
  return asked
    ? { status: given.status ?? 204, headers, body: '' }
    : { status: given.status ?? 200, headers: [...headers, ...MARKED, ['*', '1']], body: 'x' }
}

const HTML: HeaderLine = ['content-type', 'text/html']
const SCRIPT: Answer = text(
  200,
  ACT,
  ['content-type', 'text/javascript'],
  // For pages of an opaque origin.
  ['access-control-allow-origin', '*'],
)

function page(host: string): Answer {
  const sandbox: HeaderLine = ['content-security-policy', 'sandbox allow-scripts']
  return host === HOSTS.sandbox ? text(200, PAGE, HTML, sandbox) : text(200, PAGE, HTML)
}

function text(status: number, body: string, ...headers: readonly HeaderLine[]): Answer {
  return { status, headers, body }
}
