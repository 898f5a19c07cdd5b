/**
 * Whether a class of the report holds a request, judged from what the report says, with the model in place of the engine.
 *
 * @module
 */
import type { Bundle, Decision, Grant } from '@marque/core'
import type { Change, RequestClass } from '@marque/policy/diff'
import {
  conditionsHold,
  type EvaluationInput,
  elementsOf,
  linesOf,
  matchPattern,
  pathVersionHolds,
  patternFits,
  readInput,
  readTarget,
  requestedHeadersFailure,
  secFetch,
  segmentsOf,
} from '../oracle/index.ts'
import type { In } from './requests.ts'
import type { Shift } from './shifts.ts'

/** A request with its decisions, and what the model knows of it on both sides. */
export interface Case {
  readonly asked: In
  readonly before: Decision
  readonly after: Decision
  readonly inputs: readonly [before: EvaluationInput, after: EvaluationInput]
}

export function caseOf(
  asked: In,
  before: Decision,
  after: Decision,
  bundles: readonly [Bundle, Bundle],
): Case {
  const { request, context, moment } = asked
  const [old, now] = bundles
  return {
    asked,
    before,
    after,
    inputs: [
      readInput(old, request, context, moment, false),
      readInput(now, request, context, moment, false),
    ],
  }
}

/** What a class also tells: who may read now may reach, and who may read may read with credentials. */
const TELLS: { readonly [aspect: string]: readonly string[] } = {
  read: ['reach', 'credentials', 'expose', 'timing'],
  reach: [],
  embed: ['reach'],
}

/** Whether a change tells a shift of a request. */
export function covers({ direction, classes }: Change, shift: Shift, one: Case): boolean {
  return (
    direction === shift.direction &&
    classes.some(
      (requests) =>
        (isAspect(requests, shift) || TELLS[requests.aspect]?.includes(shift.aspect) === true) &&
        holds(requests, one),
    )
  )
}

/** The classes of a change that hold a request though it has no such shift; empty where the report claims no more than is true. */
export function falseClaims(
  { direction, classes }: Change,
  shifts: readonly Shift[],
  one: Case,
): readonly RequestClass[] {
  return classes.filter(
    (requests) =>
      holds(requests, one) &&
      !shifts.some((shift) => shift.direction === direction && isAspect(requests, shift, true)),
  )
}

function isAspect({ aspect, exposed }: RequestClass, shift: Shift, isBack = false): boolean {
  if (aspect === 'expose' && shift.aspect === 'expose') {
    const name = shift.name ?? ''
    return exposed.includes(name) || (name === 'x-never-named' && exposed.includes('*'))
  }
  if (isBack && aspect === 'embed' && shift.aspect === 'reach') return true
  return aspect === shift.aspect
}

/** Whether a request fits every key of a class. */
export function holds(requests: RequestClass, one: Case): boolean {
  return (
    requests.shape === shapeOf(one) &&
    isSender(requests, one) &&
    isPlace(requests, one) &&
    isMethod(requests, one) &&
    hasNames(requests, one) &&
    carriesSo(requests, one) &&
    isFrom(requests, one) &&
    isDuring(requests, one) &&
    isKnownSo(requests, one) &&
    hasToken(requests, one)
  )
}

function shapeOf({ asked: { request }, inputs: [input] }: Case): RequestClass['shape'] {
  if (input.origin.state === 'none') return 'plain'
  const methods = linesOf(request, 'access-control-request-method').filter((line) => line !== '')
  if (request.method === 'OPTIONS' && methods.length > 0) return 'preflight'
  return linesOf(request, 'upgrade').some((line) => line.toLowerCase() === 'websocket') &&
    request.method === 'GET'
    ? 'websocket'
    : 'actual'
}

function isSender({ own, origins, resources }: RequestClass, { inputs }: Case): boolean {
  const [{ origin }] = inputs
  const text = 'text' in origin ? origin.text : ''
  const isOwn = inputs.some(({ kind }) => kind === 'same-origin')
  if (own.length > 0) return isOwn && own.includes(text)
  if (isOwn) return false
  if (origins === null || origin.state === 'none') return true
  if (origin.state === 'multiple') {
    return origins.includes('several') || origins.includes('list')
  }
  if (origin.state !== 'valid') return origins.includes(origin.state)
  const listed = origins.filter((name) => name.includes('://'))
  const entries = inputs.flatMap((input, side) => entriesOf(input, resources[side] ?? null))
  const fits = (entry: string): boolean => entry === text || patternFits(entry, origin.origin)
  const fitting = entries.filter(fits)
  if (fitting.length === 0) return origins.includes('*')
  if (fitting.includes(text)) return listed.includes(text)
  // The longest pattern stands for the origin.
  const longest = fitting.toSorted((a, b) => b.length - a.length)[0] ?? ''
  return listed.includes(longest)
}

/** The origins and patterns of the lists of one resource. */
function entriesOf(
  { bundle, tenant }: EvaluationInput,
  resource: string | null,
): readonly string[] {
  const grants = bundle.resources.find(({ name }) => name === resource)?.grants ?? []
  const sets = grants.flatMap((grant) => grant.sets.flatMap((set) => bundle.sets[set] ?? []))
  const own =
    tenant !== null && grants.some((grant) => grant.tenant) ? [bundle.tenants[tenant]] : []
  return [...sets, ...own].flatMap((list) =>
    list === undefined ? [] : [...list.exact, ...list.patterns],
  )
}

function isPlace({ resources, places }: RequestClass, { asked, inputs }: Case): boolean {
  const names = inputs.map(({ resource }) => resource?.name ?? null)
  if (names[0] !== resources[0] || names[1] !== resources[1]) return false
  const leads = inputs.map(({ target, resource }) =>
    target === 'read' ? (resource === null ? 'unmatched' : 'resource') : target,
  )
  const target = readTarget(asked.request)
  return places.some(
    (place) =>
      inputs.every(
        ({ tenant }, side) => tenant === place.tenants[side] && leads[side] === place.leads[side],
      ) &&
      place.patterns.some((pattern) =>
        fitsPattern(pattern, target?.name ?? '', target?.path ?? ''),
      ),
  )
}

function fitsPattern(text: string, host: string, path: string): boolean {
  if (text === '*' || path === '') return text === '*' && !path.startsWith('/')
  const slash = text.indexOf('/')
  const wanted = text.slice(0, slash)
  const isHost = wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted
  return (
    (wanted === '' || isHost) && matchPattern(text.slice(slash), segmentsOf(path), false) !== null
  )
}

const ALWAYS_APART: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST']

function isMethod({ methods }: RequestClass, { inputs }: Case): boolean {
  const method = methodOf(inputs[0])
  if (methods.includes(method)) return true
  const named = inputs.flatMap(({ bundle }) =>
    bundle.resources.flatMap(({ match, grants }) => [
      ...match.flatMap((one) => one.methods ?? []),
      ...grants.flatMap((grant) => grant.methods),
    ]),
  )
  return methods.includes('*') && ![...named, ...ALWAYS_APART].includes(method)
}

function methodOf({ method }: EvaluationInput): string {
  return method
}

/** Names that every grant of both resources treats alike are one class. */
function hasNames(
  { requestHeaders, shape, resources }: RequestClass,
  { asked, inputs }: Case,
): boolean {
  if (requestHeaders === null || shape !== 'preflight') return true
  const names = elementsOf(linesOf(asked.request, 'access-control-request-headers')).map((name) =>
    name.toLowerCase(),
  )
  const grants = inputs.flatMap(({ bundle }, side) =>
    bundle.resources.filter(({ name }) => name === resources[side]).flatMap((one) => one.grants),
  )
  const verdicts = (all: readonly string[]): string =>
    grants.map((grant) => (all.every((name) => covered(grant, name)) ? 1 : 0)).join('')
  const isLong = inputs.some((input) => {
    const [grant] = grants
    return (
      grant !== undefined &&
      requestedHeadersFailure({ ...input, kind: 'preflight' }, grant) === 'request-headers-too-long'
    )
  })
  return requestHeaders.some((one) => {
    if (isLong || one.kind === 'long') return isLong && one.kind === 'long'
    if (names.length === 0 || one.kind === 'none') return names.length === 0 && one.kind === 'none'
    const sample = one.together ? one.names : one.names.slice(0, 1)
    return (
      verdicts(names) === verdicts(sample.map((name) => (name === '*' ? 'x-never-named' : name)))
    )
  })
}

function covered({ requestHeaders }: Grant, name: string): boolean {
  return requestHeaders.includes(name) || (requestHeaders.includes('*') && name !== 'authorization')
}

function carriesSo({ carried }: RequestClass, { asked: { request } }: Case): boolean {
  if (carried === null) return true
  const has = (name: string): boolean => linesOf(request, name).length > 0
  return carried.some(
    (one) =>
      one.cookie === has('cookie') &&
      one.authorization === has('authorization') &&
      !one.certificate,
  )
}

function isFrom({ site }: RequestClass, { asked: { request } }: Case): boolean {
  if (site === null) return true
  const isOther = secFetch(request, 'site').some((value) =>
    ['cross-site', 'same-site'].includes(value),
  )
  const isNavigation =
    secFetch(request, 'mode').join() === 'navigate' &&
    secFetch(request, 'dest').join() === 'document'
  return site.includes(isOther ? (isNavigation ? 'navigation' : 'other') : 'same')
}

function isDuring({ during }: RequestClass, { asked: { moment } }: Case): boolean {
  return (
    during === null ||
    during.some(
      ({ from, until }) =>
        (from === null || moment.now >= from) && (until === null || moment.now < until),
    )
  )
}

function isKnownSo({ facts, resources }: RequestClass, { inputs }: Case): boolean {
  if (facts === null) return true
  const isMet = (side: 0 | 1, at: number): boolean => {
    const input = inputs[side]
    const resource = input.bundle.resources.find(({ name }) => name === resources[side])
    const when = resource?.grants[at]?.when ?? null
    return pathVersionHolds(input, when) && conditionsHold(input, when)
  }
  return facts.some(({ holding, failing }) =>
    ([0, 1] as const).every(
      (side) =>
        holding[side].every((at) => isMet(side, at)) &&
        failing[side].every((at) => !isMet(side, at)),
    ),
  )
}

function hasToken({ token, resources }: RequestClass, { asked, inputs }: Case): boolean {
  if (token === null) return true
  const { token: sent } = asked.context
  const valid = inputs.map((input, side) => {
    const text = 'text' in input.origin ? input.origin.text : ''
    return (
      typeof sent === 'object' &&
      sent.origin === text &&
      sent.tenant === input.tenant &&
      sent.resource === resources[side] &&
      asked.moment.now < sent.until
    )
  })
  const value = sent === undefined ? 'none' : valid.includes(true) ? 'valid' : 'invalid'
  return token.some(
    (one) => one.value === value && one.valid[0] === valid[0] && one.valid[1] === valid[1],
  )
}
