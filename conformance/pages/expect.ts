/**
 * The expected trace of a trial, derived from the engine and the browser model, never from the gateway.
 *
 * @module
 */
import {
  answerHeaders,
  decide,
  type Engine,
  type HeaderLine,
  layerHeaders,
  type RequestFacts,
} from '@marque/core'
import {
  BROWSERS,
  type BrowserName,
  type BrowserVerdict,
  browseAnswers,
  type PageRequest,
} from '@marque/core/browsers'
import { APPLICATION_HEADERS } from './application.ts'
import { originOf, type SiteSet } from './sites.ts'
import { addressOf, arrivalText, expectedWire, learnedText, mayTime, traceOf } from './trace.ts'
import { MARKERS, type PageName, type RequestApi, type Step, type Trial } from './trial.ts'

/** APIs that use the CORS protocol; what script gets if it may read the response, or null for status and headers. */
const UNDER_CORS: { readonly [way in RequestApi]?: string | null } = {
  fetch: null,
  keepalive: null,
  upload: null,
  worker: null,
  'stream-down': null,
  'stream-up': null,
  events: 'message',
  'image-cors': 'shown',
  module: 'shown',
  font: 'shown',
  'beacon-json': 'sent',
}

/** APIs whose response script reads whole, with its timing. */
const TIMED: ReadonlySet<RequestApi> = new Set(['fetch', 'keepalive', 'stream-up'])

/** Sec-Fetch-Dest and -Mode of the older APIs, and what script gets of a response that is not withheld. */
const OLDER: { readonly [way in RequestApi]?: readonly [string, string, string] } = {
  'no-cors': ['empty', 'no-cors', 'opaque'],
  image: ['image', 'no-cors', 'shown'],
  script: ['script', 'no-cors', 'shown'],
  beacon: ['empty', 'no-cors', 'sent'],
  form: ['iframe', 'navigate', 'sent'],
  frame: ['iframe', 'navigate', 'sent'],
}

/** Pages whose site is the API's: their requests carry its Lax cookie. */
const SAME_SITE: ReadonlySet<PageName> = new Set(['app', 'served', 'evil', 'api'])

interface Case {
  readonly trial: Trial
  readonly sites: SiteSet
  readonly engine: Engine
  readonly name: BrowserName
  readonly page: PageName
}

/** One request at the gateway and its outcome. */
interface SentRequest {
  readonly facts: RequestFacts
  readonly wire: string
  readonly isPreflight: boolean
  /** Null if it did not reach the application. */
  readonly arrival: { readonly method: string; readonly hasCookie: boolean } | null
  readonly status: number
  readonly headers: readonly HeaderLine[]
}

interface StepOutcome {
  readonly requests: readonly SentRequest[]
  /** Seconds for which the browser caches the preflight. */
  readonly keptFor: number
  readonly learned: string
}

/** The trace that a trial must leave in a browser. */
export function expectedTrace(
  trial: Trial,
  sites: SiteSet,
  engine: Engine,
  name: BrowserName,
): string {
  const one: Case = { trial, sites, engine, name, page: trial.from ?? 'app' }
  const steps = trial.steps ?? [{}]
  const wires: string[] = []
  const arrivals: string[] = []
  const learned: string[] = []
  let keptFor = 0
  for (const [at, step] of steps.entries()) {
    const isAgain = JSON.stringify(step) === JSON.stringify(steps[at - 1])
    const outcome = outcomeOf(one, step)
    learned.push(outcome.learned)
    if (step.isKept === true) continue
    const isKnown = trial.answer?.cache === 'no-cache' && at > 0
    for (const { wire, isPreflight, arrival } of outcome.requests) {
      if (!(isPreflight && isAgain && keptFor > 0)) wires.push(wire)
      if (arrival !== null) arrivals.push(arrivalText({ ...arrival, isKnown }))
    }
    ;({ keptFor } = outcome)
  }
  return traceOf(wires, arrivals, learned)
}

function outcomeOf(one: Case, step: Step): StepOutcome {
  const by = step.by ?? 'fetch'
  if (by === 'websocket') return bySocket(one, step)
  if (one.page === 'api') return within(one, step)
  return by in UNDER_CORS ? underCors(one, step, by) : asBefore(one, step, by)
}

/** Fetch, HTTP-redirect fetch: CORS applies to each redirect target, and after a second cross-origin one the origin is opaque. */
function underCors(one: Case, step: Step, by: RequestApi): StepOutcome {
  const { trial, sites, name, page } = one
  const own = page === 'sandbox' ? null : pageOrigin(one)
  const sent: SentRequest[] = []
  const reported = UNDER_CORS[by] ?? null
  let origin = pageOrigin(one)
  let before: string | null = null
  let keptFor = 0
  let learned = ''
  for (const path of [trial.path, ...(trial.onward ?? [])]) {
    const url = addressOf(sites, path, trial.id)
    const here = new URL(url).origin
    if (before !== null && before !== own && before !== here) origin = 'null'
    before = here
    if (here === own && origin !== 'null') continue
    const isLast = path === (trial.onward?.at(-1) ?? trial.path)
    const { verdict, its } = browsed(requestOf(step, by, origin, url), name, (facts) =>
      here === own ? pageAnswer(facts) : answerTo(one, facts, isLast),
    )
    if (here !== own) sent.push(...its)
    keptFor = verdict.keptFor ?? 0
    if (!verdict.read)
      return { requests: sent, keptFor, learned: reported === 'sent' ? reported : 'fail' }
    learned = reported ?? read(one, by, verdict, its.at(-1)?.headers ?? [], origin)
  }
  return { requests: sent, keptFor, learned }
}

function requestOf(step: Step, by: RequestApi, origin: string, url: string): PageRequest {
  const { method = 'GET', headers = [], credentials = false } = step
  if (by === 'beacon-json') {
    const type = ['content-type', 'application/json'] as const
    return { origin, url, method: 'POST', headers: [type], credentials: true }
  }
  const forcesPreflight = by === 'upload' || by === 'stream-up'
  return { origin, url, method, headers, credentials, ...(forcesPreflight && { forcesPreflight }) }
}

function read(
  { trial }: Case,
  by: RequestApi,
  { exposed }: Pick<BrowserVerdict, 'exposed'>,
  lines: readonly HeaderLine[],
  origin: string,
): string {
  const carried = MARKERS.filter((marker) => lines.some(([name]) => name.toLowerCase() === marker))
  const names = carried.filter(
    (marker) => marker !== 'set-cookie' && (exposed === '*' || exposed.includes(marker)),
  )
  const isTimed = TIMED.has(by) && mayTime(lines, origin)
  return learnedText({ status: trial.status ?? 200, names, isTimed })
}

/** Asks the model of one engine. It speaks of all, one after the other, so what the others would send is left out. */
function browsed(
  page: PageRequest,
  name: BrowserName,
  answer: (facts: RequestFacts) => SentRequest,
): { readonly verdict: BrowserVerdict; readonly its: readonly SentRequest[] } {
  const sent: SentRequest[] = []
  const verdicts = browseAnswers(page, (facts) => {
    const one = answer(facts)
    sent.push(one)
    return one
  })
  const requests = ({ preflight, sent }: BrowserVerdict): number => Number(preflight) + Number(sent)
  const others = BROWSERS.slice(0, BROWSERS.indexOf(name))
  const start = others.reduce((sum, each) => sum + requests(verdicts[each]), 0)
  const verdict = verdicts[name]
  return { verdict, its: sent.slice(start, start + requests(verdict)) }
}

/** What the gateway must answer. */
function answerTo({ trial, page, engine }: Case, facts: RequestFacts, isLast = true): SentRequest {
  const headers = facts.headers.filter(([name]) => name !== 'Cookie' || SAME_SITE.has(page))
  const sent: RequestFacts = { ...facts, headers }
  const context = trial.context ?? {}
  const moment = { now: Date.now() }
  const decision = decide(engine, sent, context, moment)
  const own = decision.reach && isLast ? trial.own : undefined
  const lines =
    own === undefined
      ? answerHeaders(decision, decision.reach ? APPLICATION_HEADERS : [])
      : answerHeaders(layerHeaders(engine, sent, context, moment), own)
  const isSeen = decision.reach && (own === undefined || trial.isSeen === true)
  const hasCookie = headers.some(([name]) => name === 'Cookie')
  return {
    facts: sent,
    wire: expectedWire(sent, decision),
    isPreflight: decision.kind === 'preflight',
    arrival: isSeen ? { method: sent.method, hasCookie } : null,
    status: decision.status ?? (decision.kind === 'websocket' ? 101 : (trial.status ?? 200)),
    headers: lines,
  }
}

/** The server of the pages grants nothing to anybody. */
function pageAnswer(facts: RequestFacts): SentRequest {
  return { facts, wire: '', isPreflight: false, arrival: null, status: 200, headers: [] }
}

function bySocket(one: Case, step: Step): StepOutcome {
  const url = addressOf(one.sites, one.trial.path, one.trial.id).replace(/^http/, 'ws')
  const page = requestOf(step, 'websocket', pageOrigin(one), url)
  const { verdict, its } = browsed(page, one.name, (facts) =>
    answerTo(one, { ...facts, url: url.replace(/^ws/, 'http') }),
  )
  return { requests: its, keptFor: 0, learned: verdict.read ? 'message' : 'fail' }
}

/** Same-origin requests need no grant, and browsers send Origin only with unsafe methods. */
function within(one: Case, step: Step): StepOutcome {
  const { method = 'GET', headers = [] } = step
  const names = method === 'GET' || method === 'HEAD' ? [] : [['Origin', pageOrigin(one)] as const]
  const sent = answerTo(one, {
    method,
    url: addressOf(one.sites, one.trial.path, one.trial.id),
    headers: [...names, ...headers, ...cookieOf(step.credentials), siteLine('same-origin')],
  })
  const learned = read(one, 'fetch', { exposed: '*' }, sent.headers, '')
  return {
    requests: [sent],
    keptFor: 0,
    learned: learned.replace(/( with times)?$/, ' with times'),
  }
}

/** What pages could always send: a form, a picture, a beacon. Who may come is the policy's question alone. */
function asBefore(one: Case, step: Step, by: RequestApi): StepOutcome {
  const [destination, mode, reported] = OLDER[by] ?? ['empty', 'no-cors', 'opaque']
  const method = by === 'form' || by === 'beacon' ? 'POST' : (step.method ?? 'GET')
  const site = SAME_SITE.has(one.page) ? 'same-site' : 'cross-site'
  const sent = answerTo(one, {
    method,
    url: addressOf(one.sites, one.trial.path, one.trial.id),
    headers: [
      ...(method === 'GET' ? [] : [['Origin', pageOrigin(one)] as const]),
      ...cookieOf(by === 'no-cors' ? step.credentials : true),
      siteLine(site),
      ['Sec-Fetch-Mode', mode],
      ['Sec-Fetch-Dest', destination],
    ],
  })
  const isShut = reported !== 'sent' && isKeptFrom(sent.headers, site)
  const isBroken = reported === 'shown' && sent.arrival === null
  return { requests: [sent], keptFor: 0, learned: isShut || isBroken ? 'fail' : reported }
}

function cookieOf(travels: boolean | undefined): readonly HeaderLine[] {
  return travels === true ? [['Cookie', 'session=1']] : []
}

function siteLine(site: string): HeaderLine {
  return ['Sec-Fetch-Site', site]
}

/** Fetch, cross-origin resource policy check. */
function isKeptFrom(lines: readonly HeaderLine[], site: string): boolean {
  const value = lines.find(([name]) => name.toLowerCase() === 'cross-origin-resource-policy')?.[1]
  return value === 'same-origin' || (value === 'same-site' && site !== 'same-site')
}

function pageOrigin({ page, sites }: Pick<Case, 'page' | 'sites'>): string {
  if (page === 'sandbox') return 'null'
  return originOf(sites, page === 'served' ? 'app' : page)
}
