/**
 * Whether a change of the report speaks of a request, told from what the report says and nothing else.
 *
 * @module
 */
import {
  type Bundle,
  type Decision,
  hostEndOf,
  type PathPattern,
  readOrigin,
  readPathPattern,
  readPattern,
} from '@marque/core'
import type { Change } from '@marque/policy/diff'
import type { In } from './requests.ts'
import type { Shift } from './shifts.ts'

export interface Case {
  readonly asked: In
  readonly before: Decision
  readonly after: Decision
  readonly bundles: readonly [Bundle, Bundle]
}

/** What a change of an aspect also tells: who may read now, may reach; who may read with credentials, may read. */
const TELLS: { readonly [aspect: string]: readonly string[] } = {
  read: ['reach', 'credentials', 'expose', 'timing', 'preflight'],
  reach: ['embed'],
  embed: ['reach'],
}

export function covers(change: Change, shift: Shift, one: Case): boolean {
  return (
    change.direction === shift.direction &&
    coversAspect(change, shift, one.asked) &&
    coversOrigin(change, one) &&
    coversPath(change, one) &&
    coversMethodOf(change, one) &&
    coversTime(change, one.asked) &&
    coversTenant(change, one) &&
    coversCredentials(change, shift, one)
  )
}

const lines = ({ request }: In, name: string): readonly string[] =>
  request.headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)

const carries = (asked: In): boolean =>
  lines(asked, 'cookie').length + lines(asked, 'authorization').length > 0

const isPreflight = (asked: In): boolean =>
  asked.request.method === 'OPTIONS' &&
  lines(asked, 'access-control-request-method').length > 0 &&
  lines(asked, 'origin').length > 0

const isWebSocket = (asked: In): boolean => lines(asked, 'upgrade').length > 0

function coversAspect(change: Change, { aspect, name }: Shift, asked: In): boolean {
  const { headers } = change
  if (isPreflight(asked)) {
    const wanted = lines(asked, 'access-control-request-headers').flatMap((line) => line.split(','))
    if (aspect === 'credentials') return change.aspect === 'credentials' || change.aspect === 'read'
    if (change.aspect !== 'preflight' && change.aspect !== 'read') return false
    if (change.websocket === true) return false
    if (wanted.length === 0) return change.aspect === 'read' || headers.length === 0
    if (change.aspect === 'preflight' && headers.length === 0) return true
    return wanted.some((one) => headers.includes(one) || headers.includes('*'))
  }
  if (isWebSocket(asked) && change.websocket !== true && change.aspect === 'read') {
    // An own page is a reader of everything, sockets included.
    return false
  }
  if (!isWebSocket(asked) && change.websocket === true) return false
  if (change.aspect === 'expose' && aspect === 'expose') {
    return (
      headers.includes(name ?? '') ||
      (name === 'x-never-named' && headers.includes('*')) ||
      (headers.includes('*') && name !== 'authorization')
    )
  }
  if (change.aspect === aspect) return true
  // A preflight may ask for `authorization` or not: so may the request carry it or not.
  if (change.aspect === 'preflight' && headers.includes('authorization')) {
    return lines(asked, 'authorization').length > 0 && aspect !== 'preflight'
  }
  if (change.aspect === 'credentials' && carries(asked)) {
    return ['read', 'reach', 'expose', 'timing'].includes(aspect)
  }
  return TELLS[change.aspect]?.includes(aspect) ?? false
}

function coversOrigin(change: Change, { asked, before, after, bundles }: Case): boolean {
  const { origins } = change
  const sent = lines(asked, 'origin')
  const [origin] = sent
  // Whoever sends the request.
  if (change.aspect === 'authentication' || change.aspect === 'embed') return true
  if (origin === undefined) return origins.includes('')
  if (sent.length > 1) return origins.includes('several')
  if (origin === 'null') return origins.includes('null')
  const read = readOrigin(origin)
  if (read === undefined) return origins.includes('malformed')
  if (origins.includes(origin)) return true
  if (origins.some((text) => fitsPattern(origin, text))) return true
  if (!origins.includes('*')) return false
  const named = [before, after].flatMap(({ resource }, side) => {
    const bundle = bundles[side === 0 ? 0 : 1]
    const found = bundle.resources.find(({ name }) => name === resource)
    const sets =
      found?.grants.flatMap((grant) => grant.sets.flatMap((set) => bundle.sets[set] ?? [])) ?? []
    const tenant = (side === 0 ? before : after).tenant
    const own = tenant === null ? undefined : bundle.tenants[tenant]
    const tenants = own !== undefined && found?.grants.some((grant) => grant.tenant) ? [own] : []
    return [...sets, ...tenants]
  })
  return !named.some(
    ({ exact, patterns }) =>
      exact.includes(origin) || patterns.some((text) => fitsPattern(origin, text)),
  )
}

function fitsPattern(text: string, patternText: string): boolean {
  const origin = readOrigin(text)
  const pattern = readPattern(patternText)
  if (origin === undefined || pattern === undefined || origin.scheme !== pattern.scheme)
    return false
  const end = hostEndOf(pattern)
  const host =
    end === null
      ? origin.host === pattern.host
      : origin.host.endsWith(end) &&
        (pattern.subdomains || !origin.host.slice(0, -end.length).includes('.'))
  return host && (pattern.port === 'any' || pattern.port === origin.port)
}

function coversPath({ paths, condition }: Change, { asked }: Case): boolean {
  const url = /^[a-z]+:\/\/([^/?*]+)(.*)$/.exec(asked.request.url)
  const host = url?.[1] ?? ''
  const target = url?.[2] ?? ''
  const isSpelled = condition?.startsWith('where the path is spelled differently') === true
  return paths.some((text) => {
    const slash = text.search(/[/*](?!\.)/)
    const wanted = text.slice(0, slash)
    const name = wanted.includes(':') ? host : host.replace(/:\d+$/, '')
    const fits = wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted
    if (wanted !== '' && !fits) return false
    const pattern = text.slice(slash)
    if (pattern === '*' || target === '*') {
      return target === '*' && (pattern === '*' || pattern === '/**')
    }
    return readingsOf(target).some((path) => fitsPath(pattern, path, isSpelled))
  })
}

const TARGETS: Map<string, readonly string[]> = new Map()
const PATHS: Map<string, PathPattern | undefined> = new Map()

/** The same value for the same text, worked out once. */
function once<Value>(
  known: Map<string, Value>,
  text: string,
  read: (text: string) => Value,
): Value {
  const found = known.get(text)
  if (found !== undefined) return found
  const made = read(text)
  if (known.size > 10_000) known.clear()
  known.set(text, made)
  return made
}

function readingsOf(target: string): readonly string[] {
  return once(TARGETS, target, allReadingsOf)
}

function allReadingsOf(target: string): readonly string[] {
  const decode = (path: string): string => {
    try {
      return decodeURIComponent(path)
    } catch {
      return path
    }
  }
  const decoded = decode(target)
  // A match may keep an encoded slash inside its segment.
  const kept = (path: string): string => decode(path.replace(/%2f/gi, '_'))
  const keptOnce = kept(target)
  const keptTwice = kept(decode(target.replace(/%2f/gi, '_')))
  const readings = [target, decoded, decode(decoded), keptOnce, keptTwice, kept(decoded)]
  const all = readings.flatMap((path) => {
    const plain = path.replaceAll('\\', '/').replace(/;[^/]*/g, '')
    return [path, plain, plain.replace(/\/+/g, '/'), path.replace(/\/+/g, '/')].flatMap((one) => [
      one,
      one.toLowerCase(),
    ])
  })
  return [...new Set(all)]
}

function fitsPath(patternText: string, path: string, folded: boolean): boolean {
  const pattern = once(PATHS, folded ? patternText.toLowerCase() : patternText, readPathPattern)
  if (pattern === undefined) return false
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  const parts = trimmed === '' ? [] : trimmed.slice(1).split('/')
  if (parts.length < pattern.segments.length) return false
  if (parts.length > pattern.segments.length && !pattern.rest) return false
  return pattern.segments.every((segment, at) =>
    'literal' in segment ? segment.literal === parts[at] : parts[at] !== '',
  )
}

/** `*` stands for methods that neither policy names; GET, HEAD, OPTIONS and POST are always told apart. */
function coversMethodOf({ methods }: Change, { asked, bundles }: Case): boolean {
  const judged = isPreflight(asked)
    ? lines(asked, 'access-control-request-method')[0]
    : asked.request.method
  const method = judged ?? ''
  if (methods.includes(method)) return true
  const named = bundles.flatMap(({ resources }) =>
    resources.flatMap(({ match, grants }) => [
      ...match.flatMap((one) => one.methods ?? []),
      ...grants.flatMap((grant) => grant.methods),
    ]),
  )
  return methods.includes('*') && !named.concat('GET', 'HEAD', 'OPTIONS', 'POST').includes(method)
}

function coversTime({ during }: Change, { moment: { now } }: In): boolean {
  return (
    during === null ||
    ((during.from === null || now >= during.from) && (during.until === null || now < during.until))
  )
}

function coversTenant({ tenant }: Change, { before, after }: Case): boolean {
  return tenant === null || before.tenant === tenant || after.tenant === tenant
}

/** The condition of a change that is about requests with credentials only. */
const NEEDS_CREDENTIALS = /for requests with an? (?:cookie|Authorization header)/

/** Whether script may read where credentials travel is a fact of its own; a condition may ask for them. */
function coversCredentials(change: Change, shift: Shift, { asked, before, after }: Case): boolean {
  if (isPreflight(asked) || isWebSocket(asked)) return true
  if (NEEDS_CREDENTIALS.test(change.condition ?? '') && !carries(asked)) return false
  if (shift.aspect !== 'read' || !carries(asked)) return true
  const granting = shift.direction === 'wider' ? after : before
  return (
    change.credentials ||
    !granting.headers.some(([name]) => name === 'access-control-allow-credentials')
  )
}
