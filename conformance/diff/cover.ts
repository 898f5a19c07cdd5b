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
  listsWith,
  matchPattern,
  methodsFit,
  patternFits,
  readInput,
  readTarget,
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

/** The aspects that a class includes: who may read now may reach the application, and read with credentials. */
const INCLUDED: { readonly [aspect: string]: readonly string[] } = {
  read: ['reach', 'credentials', 'expose', 'timing'],
  reach: [],
  embed: ['reach'],
}

/** Whether a change covers a shift of a request. */
export function covers({ direction, classes }: Change, shift: Shift, one: Case): boolean {
  return (
    direction === shift.direction &&
    classes.some(
      (requests) =>
        (isAspect(requests, shift) || INCLUDED[requests.aspect]?.includes(shift.aspect) === true) &&
        (holds(requests, one) || isToldOnce(requests, one)),
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
    return exposed.includes(name) || (name !== 'authorization' && exposed.includes('*'))
  }
  if (isBack && aspect === 'embed' && shift.aspect === 'reach') return true
  return aspect === shift.aspect
}

/** What does not depend on the sender is reported for requests without Origin. */
function isToldOnce(requests: RequestClass, one: Case): boolean {
  return (
    requests.shape === 'plain' &&
    (requests.aspect === 'embed' || requests.aspect === 'authentication') &&
    isPlace(requests, one) &&
    isMethod(requests, one) &&
    // Isolation stops only requests without Origin: those of other sites show the same where they come from none.
    (shapeOf(one) !== 'plain' || isFrom(requests, one))
  )
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

function isSender(
  { own, kinds, origins, resources }: RequestClass,
  { before, after, inputs }: Case,
): boolean {
  if (before.kind !== kinds[0] || after.kind !== kinds[1]) return false
  const [{ origin }] = inputs
  const text = 'text' in origin ? origin.text : ''
  const isOwn = [before, after].some(({ kind }) => kind === 'same-origin')
  if (own.length > 0) return isOwn && own.includes(text)
  if (isOwn) return false
  if (origins === null || origin.state === 'none') return true
  if (origin.state === 'multiple') {
    return origins.includes('several') || origins.includes('list')
  }
  if (origin.state !== 'valid') return origins.includes(origin.state)
  const entries = inputs.flatMap((input, side) => entriesOf(input, resources[side] ?? null))
  const isListed = entries.some((entry) => entry === text || patternFits(entry, origin.origin))
  return origins.includes(isListed ? labelOf(text, origin.origin, inputs) : '*')
}

/** How a report names an origin: itself where a list has it; else the narrowest pattern for its host, with the port where some pattern has that port, and else `:*`. */
function labelOf(
  text: string,
  { scheme, host, port }: Parameters<typeof patternFits>[1],
  inputs: Case['inputs'],
): string {
  const lists = inputs.flatMap(({ bundle }) => [
    ...Object.values(bundle.sets),
    ...Object.values(bundle.tenants),
  ])
  if (lists.some(({ exact }) => exact.includes(text))) return text
  const patterns = lists.flatMap((list) => list.patterns)
  const plain = `${scheme}://${host}`
  const fitting = patterns
    .map((pattern) => pattern.replace(/:(?:\*|[0-9]+)$/, ''))
    .filter((stem) => stem === plain || patternFits(stem, { scheme, host, port: null }))
    // A host itself is narrower than a pattern that matches it, and a longer end narrower than a shorter one.
    .sort((a, b) => Number(b === plain) - Number(a === plain) || b.length - a.length)
  const isKnown = patterns.some((pattern) => pattern.endsWith(`:${port}`))
  return `${fitting[0]}${port === null ? '' : isKnown ? `:${port}` : ':*'}`
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
        (input, side) =>
          (input.tenant === place.tenants[side] || !readsTenant(input)) &&
          input.tenantUnknown === place.unknownTenants[side] &&
          input.version === place.versions[side] &&
          leads[side] === place.leads[side],
      ) &&
      place.patterns.some((pattern) =>
        fitsPattern(pattern, target?.name ?? '', target?.path ?? ''),
      ),
  )
}

/** A place has a tenant, or none, only where the rules of its resource depend on it. */
function readsTenant({ resource }: EvaluationInput): boolean {
  return (resource?.grants ?? []).some(
    ({ tenant, token, when }) =>
      tenant || token || JSON.stringify(when?.claims ?? {}).includes('"{tenant}"'),
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

function isMethod({ methods }: RequestClass, one: Case): boolean {
  const { inputs } = one
  const method = methodOf(one)
  if (methods.includes(method)) return true
  const named = inputs.flatMap(({ bundle }) =>
    bundle.resources.flatMap(({ match, grants }) => [
      ...match.flatMap((one) => one.methods ?? []),
      ...grants.flatMap((grant) => grant.methods),
    ]),
  )
  return methods.includes('*') && ![...named, ...ALWAYS_APART].includes(method)
}

/** The requested one of a preflight, which to the side for which the origin is own is a request with OPTIONS. */
function methodOf(one: Case): string {
  const { request } = one.asked
  if (shapeOf(one) !== 'preflight') return request.method
  return linesOf(request, 'access-control-request-method').join(', ')
}

/** The method by which a side decides a preflight: OPTIONS where the origin is own. */
function methodOn(one: Case, side: number): string {
  const { kind } = side === 0 ? one.before : one.after
  return kind === 'same-origin' ? 'OPTIONS' : methodOf(one)
}

/** Names that every grant for the origin and the method treats alike are one class; several names are covered where each of them is. */
function hasNames({ requestHeaders, shape, resources }: RequestClass, one: Case): boolean {
  const { asked, inputs } = one
  if (requestHeaders === null || shape !== 'preflight') return true
  const lines = linesOf(asked.request, 'access-control-request-headers')
  const names = elementsOf(lines).map((name) => name.toLowerCase())
  if (lines.join(',').length > 8192 || names.length > 128) {
    return requestHeaders.some(({ kind }) => kind === 'long')
  }
  if (names.length === 0) return requestHeaders.some(({ kind }) => kind === 'none')
  const grants = inputs.flatMap((input, side) =>
    grantsFor(input, resources[side] ?? null, methodOn(one, side)),
  )
  const named = new Set(grants.flatMap((grant) => grant.requestHeaders))
  const verdicts = (all: readonly string[]): string =>
    grants.map((grant) => (all.every((name) => covered(grant, name)) ? 1 : 0)).join('')
  return requestHeaders.some(({ kind, names: [first = '', ...more], together }) => {
    if (kind === 'long' || first === '') return false
    const sample = (together ? [first, ...more] : [first]).map((name) =>
      name === '*' ? unnamed(named) : name,
    )
    return verdicts(names) === verdicts(sample)
  })
}

function unnamed(named: ReadonlySet<string>): string {
  let name = 'x-other'
  while (named.has(name)) name += 'x'
  return name
}

/** The grants of a resource for the origin and the method of the request, whatever the date. */
function grantsFor(
  input: EvaluationInput,
  resource: string | null,
  method: string,
): readonly Grant[] {
  const { bundle, origin } = input
  const found = bundle.resources.find(({ name }) => name === resource)?.grants ?? []
  return found.filter((grant) => {
    const isFor =
      grant.any ||
      listsWith(input, grant).length > 0 ||
      (origin.state === 'null' && grant.nullReach)
    return isFor && methodsFit(grant.methods, method)
  })
}

function covered({ requestHeaders }: Grant, name: string): boolean {
  return requestHeaders.includes(name) || (requestHeaders.includes('*') && name !== 'authorization')
}

function carriesSo({ carried }: RequestClass, { asked: { request, context } }: Case): boolean {
  if (carried === null) return true
  const has = (name: string): boolean => linesOf(request, name).length > 0
  return carried.some(
    (one) =>
      one.cookie === has('cookie') &&
      one.authorization === has('authorization') &&
      one.certificate === (context.certificate === true),
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
    // An API version in the path is a fact of the place.
    return conditionsHold(input, when)
  }
  return facts.some(({ holding, failing }) =>
    ([0, 1] as const).every(
      (side) =>
        holding[side].every((at) => isMet(side, at)) &&
        failing[side].every((at) => !isMet(side, at)),
    ),
  )
}

/** Only a resource that requires tokens looks at one. */
function hasToken({ token, resources }: RequestClass, { asked, inputs }: Case): boolean {
  if (token === null) return true
  const { token: sent } = asked.context
  const looks = inputs.map(({ bundle }, side) =>
    bundle.resources.some(
      ({ name, grants }) => name === resources[side] && grants.some((grant) => grant.token),
    ),
  )
  const valid = inputs.map((input, side) => {
    const text = 'text' in input.origin ? input.origin.text : ''
    return (
      looks[side] === true &&
      typeof sent === 'object' &&
      sent.origin === text &&
      sent.tenant === input.tenant &&
      sent.resource === resources[side] &&
      asked.moment.now < sent.until
    )
  })
  return token.some((one) => {
    if (one.value === 'none' || sent === undefined)
      return one.value === 'none' && sent === undefined
    return valid.every((is, side) => looks[side] !== true || is === one.valid[side])
  })
}
