/**
 * Hostile requests, aimed at the bundle that they will be put to.
 *
 * A plan is a record of numbers and flags that is resolved against a bundle, so that both can be shrunk apart.
 *
 * @module
 */
import type { Bundle, HeaderLine, RequestFacts, Resource } from '@marque/core'
import fc from 'fast-check'
import { originFor, ownOrigin } from './origins.ts'
import { type PathPlan, pathFor } from './paths.ts'
import { HOSTS, METHODS, PATHS } from './words.ts'

/** The element that a number names. */
export function pick<T>(list: readonly T[], number: number, otherwise: T): T {
  return list[number % Math.max(list.length, 1)] ?? otherwise
}

const number = fc.nat({ max: 9_999 })

const fetchMetadata = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constantFrom('cross-site', 'same-site', 'same-origin', 'none'),
      fc.constantFrom('navigate', 'cors', 'no-cors'),
      fc.constantFrom('document', 'empty', 'iframe'),
    ),
  },
)

/** `Access-Control-Request-Headers` in the shapes that are sent, and in those that are not. */
const requestedHeaders: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<readonly string[]>(
      [''],
      ['x-a'],
      ['x-a,x-b'],
      ['X-A, Content-Type'],
      [',,x-a,\t,x-a ,'],
      ['x-a', 'x-b'],
      ['authorization'],
      ['authorization,x-a'],
      ['marque-token'],
      ['x-unknown'],
      ['x-a x-b'],
      ['x-\u212a'],
      ['*'],
      ['x-a', '', 'bad header'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly string[]>(
      [Array.from({ length: 128 }, () => 'x-a').join(',')],
      [Array.from({ length: 129 }, () => 'x-a').join(',')],
      [','.repeat(8_192)],
      [','.repeat(8_193)],
      ['x'.repeat(8_192)],
      ['x-a', ' '.repeat(8_189)],
    ),
  },
)

export const pathPlans: fc.Arbitrary<PathPlan> = fc.record({
  names: fc.tuple(number, number, number),
  rest: number,
  mutations: fc.array(number, { maxLength: 3 }),
})

export const requestDrafts = fc.record({
  shape: fc.oneof(
    { weight: 4, arbitrary: fc.constant('simple') },
    { weight: 4, arbitrary: fc.constant('preflight') },
    { weight: 1, arbitrary: fc.constant('websocket') },
    { weight: 1, arbitrary: fc.constant('extended-connect') },
  ),
  target: number,
  path: pathPlans,
  plainPath: fc.integer({ min: 0, max: 2 }).map((n) => n > 0),
  host: number,
  hostForm: fc.oneof(
    { weight: 14, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }) },
  ),
  origin: fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    number,
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: number }),
  ),
  originLines: fc.oneof(
    { weight: 14, arbitrary: fc.constant('one') },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'none',
        'none',
        'none',
        'empty',
        'two',
        'list',
        'empty-and-one',
        'null',
      ),
    },
  ),
  method: number,
  requestedMethod: fc.oneof(
    { weight: 8, arbitrary: fc.constant('one') },
    { weight: 1, arbitrary: fc.constantFrom('two', 'empty') },
  ),
  requestedHeaders,
  fetchMetadata,
  cookie: fc.constantFrom('', '', '', '', '', 'sid=1', ' '),
  authorization: fc.constantFrom('', '', '', '', '', 'Bearer x'),
  version: fc.constantFrom<readonly string[]>([], [], ['v1'], ['v2'], ['v1', 'v2']),
  mixedCase: fc.boolean(),
})

export type RequestDraft = typeof requestDrafts extends fc.Arbitrary<infer T> ? T : never

/** The request that a plan makes of a bundle. */
export function requestFor(bundle: Bundle, plan: RequestDraft): RequestFacts {
  const matches = bundle.resources.flatMap((resource) =>
    resource.match.map((match) => ({ match, resource })),
  )
  const aim =
    plan.target % 16 === 9 ? undefined : matches[plan.target % Math.max(matches.length, 1)]
  const granted = aim?.resource.grants.flatMap((grant) => grant.methods) ?? []
  const wanted =
    plan.method % 4 === 3 ? METHODS : (aim?.match.methods ?? [...granted, ...granted, 'GET'])
  const method = pick(wanted, plan.method >> 2, 'GET')
  const path = pathFor(aim?.match.path ?? pick(PATHS, plan.target, '/'), plan.path, plan.plainPath)
  const own = plan.target % 12 === 5 ? ownOrigin(bundle, plan.host) : null
  const host = own?.slice('https://'.length) ?? hostFor(aim?.match.host ?? null, plan.host)
  const headers: HeaderLine[] = []
  const add = (name: string, value: string): void => {
    headers.push([plan.mixedCase ? name : name.toLowerCase(), value])
  }
  const authority = hostLines(host, plan.hostForm, add)
  const text = own ?? originNear(bundle, aim?.resource ?? null, plan)
  for (const line of originLinesOf(text, plan)) add('Origin', line)
  const [site, mode, dest] = plan.fetchMetadata
  if (site !== undefined) add('Sec-Fetch-Site', site)
  if (mode !== undefined) add('Sec-Fetch-Mode', mode)
  if (dest !== undefined) add('Sec-Fetch-Dest', dest)
  if (plan.cookie !== '') add('Cookie', plan.cookie)
  if (plan.authorization !== '') add('Authorization', plan.authorization)
  for (const version of plan.version) add('Api-Version', version)
  if (plan.shape === 'preflight') {
    if (plan.requestedMethod === 'empty') add('Access-Control-Request-Method', '')
    else add('Access-Control-Request-Method', method)
    if (plan.requestedMethod === 'two') add('Access-Control-Request-Method', 'PUT')
    for (const line of plan.requestedHeaders) add('Access-Control-Request-Headers', line)
  }
  if (plan.shape === 'websocket') {
    add('Connection', plan.mixedCase ? 'keep-alive, Upgrade' : 'upgrade')
    add('Upgrade', plan.mixedCase ? 'WebSocket' : 'websocket')
  }
  if (plan.shape === 'extended-connect') headers.push([':protocol', 'websocket'])
  const sent = {
    simple: method,
    preflight: 'OPTIONS',
    websocket: 'GET',
    'extended-connect': 'CONNECT',
  }[plan.shape]
  return { method: sent ?? method, url: `https://${authority}${path}`, headers }
}

function originNear(bundle: Bundle, aim: Resource | null, plan: RequestDraft): string {
  const [near, base, trick] = plan.origin
  return originFor(bundle, near > 0 ? aim : null, base, trick)
}

function originLinesOf(text: string, plan: RequestDraft): readonly string[] {
  switch (plan.originLines) {
    case 'none':
      return []
    case 'empty':
      return [' \t']
    case 'two':
      return [text, text]
    case 'list':
      return [`${text}, ${text}`]
    case 'empty-and-one':
      return ['', text]
    case 'null':
      return ['null']
    default:
      return [text]
  }
}

function hostFor(wanted: string | null, number: number): string {
  if (number % 8 === 7) return pick(HOSTS, Math.floor(number / 8), 'api.example.com')
  if (wanted === null) return pick(HOSTS, number % 3 === 0 ? 0 : number, 'api.example.com')
  if (!wanted.startsWith('*.')) return wanted
  const fitting = HOSTS.filter((host) => host.endsWith(wanted.slice(1)))
  return pick(fitting, number, `x${wanted.slice(1)}`)
}

/** Other spellings of the host, and Host lines that agree with it or do not. Returns the authority of the url. */
function hostLines(host: string, form: number, add: (name: string, value: string) => void): string {
  switch (form) {
    case 1:
      add('Host', host)
      return host
    case 2:
      add('Host', `${host.toUpperCase()}:443`)
      return host
    case 3:
      add('Host', 'evil.test')
      return host
    case 4:
      add('Host', host)
      add('Host', host)
      return host
    case 5:
      return `${host.toUpperCase()}.`
    case 6:
      return `${host}:443`
    case 7:
      return `${host}:8443`
    case 8:
      return `user@${host}`
    case 9:
      add('Host', '')
      return host
    default:
      return host
  }
}
