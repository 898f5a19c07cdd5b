/**
 * Requests thrown at a pair of bundles, made from the small alphabets of the generators and not from what `diff` looks at.
 *
 * @module
 */
import type { Bundle, Context, HeaderLine, Json, Moment, Vector } from '@marque/core'
import {
  HOSTS,
  NOW,
  ORIGINS,
  PATHS,
  REQUEST_HEADERS,
  ROLES,
  SCOPES,
  SEGMENTS,
} from '../generate/index.ts'
import type { Dice } from './dice.ts'

export type In = Vector['in']

const STRANGE: readonly string[] = [
  'null',
  'null',
  'https://evil.test',
  'https://x.example.com',
  'https://x.y.app.example.com',
  'https://x.app.example.com:8443',
  'https://x.example.com:9000',
  'https://app.example.com:77',
  'http://localhost:81',
  'https://z.partner.test:8443',
  'https://Evil.test',
  'file://',
  'https://api.example.com',
  'https://globex.api.example.com',
  'https://app.example.com, https://app.example.com',
]

const METHODS: readonly string[] = [
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'patch',
  'PURGE',
  'FROB',
]

/** One request. Half of them ask for places, times and senders that the bundles name. */
export function throwRequest(bundles: readonly [Bundle, Bundle], dice: Dice): In {
  const headers: HeaderLine[] = []
  const origins = originLines(bundles, dice)
  for (const origin of origins) headers.push(['Origin', origin])
  const method = dice.pick(METHODS)
  const shape = dice.pick(['actual', 'actual', 'preflight', 'preflight', 'websocket'])
  if (shape === 'preflight') {
    headers.push(['Access-Control-Request-Method', method])
    const names = dice.once(3) ? [] : [dice.pick([...REQUEST_HEADERS, 'x-unknown', 'marque-token'])]
    if (dice.once(5)) names.push(dice.pick(REQUEST_HEADERS))
    if (names.length > 0) headers.push(['Access-Control-Request-Headers', names.join(',')])
  }
  if (shape === 'websocket') headers.push(['Connection', 'Upgrade'], ['Upgrade', 'websocket'])
  if (dice.once(3)) headers.push(['Cookie', 'a=1'])
  if (dice.once(4)) headers.push(['Authorization', 'Bearer x'])
  if (dice.once(origins.length === 0 ? 2 : 6)) {
    headers.push(['Sec-Fetch-Site', dice.pick(['cross-site', 'same-site', 'same-origin'])])
    const document = dice.once(2)
    headers.push(['Sec-Fetch-Mode', document ? 'navigate' : 'no-cors'])
    headers.push(['Sec-Fetch-Dest', document ? 'document' : 'image'])
  }
  if (dice.once(3)) headers.push(['Api-Version', dice.pick(['v1', 'v2', 'v3'])])
  const now = instant(bundles, dice)
  const sent = shape === 'preflight' ? 'OPTIONS' : shape === 'websocket' ? 'GET' : method
  const url = `https://${host(bundles, dice)}${path(bundles, dice)}`
  return {
    request: { method: sent, url, headers },
    context: context(bundles, origins[0] ?? '', now, dice),
    moment: moment(bundles, now, dice),
  }
}

function originLines(bundles: readonly Bundle[], dice: Dice): readonly string[] {
  const lists = bundles.flatMap(({ sets, tenants }) => [
    ...Object.values(sets),
    ...Object.values(tenants),
  ])
  const listed = lists.flatMap(({ exact }) => exact)
  const kind = dice.roll(12)
  if (kind === 0) return []
  if (kind === 1) return ['https://evil.test', 'https://evil.test']
  if (kind < 5) return [dice.pick([...ORIGINS, ...STRANGE])]
  if (kind < 6) return [dice.pick(STRANGE)]
  return [dice.pick(listed.length === 0 ? ORIGINS : listed)]
}

function host(bundles: readonly Bundle[], dice: Dice): string {
  const named = bundles.flatMap(({ resources }) =>
    resources.flatMap(({ match }) => match.map((one) => one.host)),
  )
  const exact = named.flatMap((one) => (one === null || one.startsWith('*.') ? [] : [one]))
  return dice.pick([...HOSTS, ...exact, 'api.example.com', 'api.example.com', 'unknown.test'])
}

function path(bundles: readonly Bundle[], dice: Dice): string {
  if (dice.once(40)) return '*'
  const named = bundles.flatMap(({ resources }) =>
    resources.flatMap(({ match }) => match.map((one) => one.path)),
  )
  const pattern = dice.pick(dice.once(3) || named.length === 0 ? PATHS : named)
  const filled = pattern
    .replace(/\{tenant\}/g, () => dice.pick(['globex', 'acme', 'nobody', 'globex']))
    .replace(/\{[^}]*\}/g, () => dice.pick(SEGMENTS))
    .replace(/\/\*\*$/, () =>
      Array.from({ length: dice.roll(3) }, () => `/${dice.pick(SEGMENTS)}`).join(''),
    )
  const plain = filled === '' ? '/' : filled
  return dice.once(5) ? respelled(plain, dice) : plain
}

function respelled(plain: string, dice: Dice): string {
  const parts = plain.slice(1).split('/')
  const at = dice.roll(parts.length)
  const change = (spell: (part: string) => string): string =>
    `/${parts.map((part, place) => (place === at || dice.once(4) ? spell(part) : part)).join('/')}`
  const join = (separator: string): string =>
    parts.map((part, place) => (place === at ? separator : '/') + part).join('')
  const escaped = (part: string, percent: string): string =>
    part === '' ? part : `${percent}${part.charCodeAt(0).toString(16)}${part.slice(1)}`
  switch (dice.roll(9)) {
    case 0:
      return change((part) => part.toUpperCase())
    case 1:
      return change((part) => part.toLowerCase())
    case 2:
      return change((part) => escaped(part, '%'))
    case 3:
      return change((part) => escaped(part, '%25'))
    case 4:
      return change((part) => `${part};p=1`)
    case 5:
      return at === 0 ? `/${join('/')}` : join(dice.pick(['%2F', '\\', '%252f']))
    case 6:
      return join('//')
    case 7:
      return `${plain}//`
    default:
      return change((part) => `${part}%2Fb`)
  }
}

/** Around everything that begins or ends. */
function instant(bundles: readonly Bundle[], dice: Dice): number {
  const times = bundles.flatMap(({ sets, tenants, resources }) => [
    ...[...Object.values(sets), ...Object.values(tenants)].map(({ until }) => until),
    ...resources.flatMap(({ grants }) => grants.flatMap(({ from, until }) => [from, until])),
  ])
  const known = times.flatMap((time) => (time === null ? [] : [time - 1, time, time + 1]))
  return dice.once(2) || known.length === 0 ? NOW : dice.pick(known)
}

const CLAIMS: readonly { readonly [name: string]: Json }[] = [
  {},
  { ver: 'v1', roles: ['reader'], scope: 'read write', org: 'globex', level: 1, gone: null },
  { app: { ver: 'v2' }, realm: { roles: ['admin'] }, scp: ['read'], org: ['acme'], 'a/b': 'x' },
  { roles: 'admin', allowed: [...ORIGINS], 'a/b': ['z', 'y'], org: 'acme' },
  { deep: { list: [{ k: [1, null] }] }, ver: 'v2' },
]

function context(bundles: readonly Bundle[], origin: string, now: number, dice: Dice): Context {
  const names = bundles.flatMap(({ resources }) => resources.map(({ name }) => name))
  const tenant = dice.pick([null, 'globex', 'acme'])
  const hasTenants = bundles.some(({ tenants }) => Object.keys(tenants).length > 0)
  return {
    ...(dice.once(2) && { roles: dice.some(ROLES) }),
    ...(dice.once(2) && { scopes: dice.some(SCOPES) }),
    ...(dice.once(2) && { claims: dice.pick(CLAIMS) }),
    ...(dice.once(2) && { authenticatedAt: now - dice.pick([0, 60_000, 60_001, 120_000]) }),
    ...(dice.once(3) && { apiVersion: dice.pick(['v1', 'v2']) }),
    ...(dice.once(2) && {
      token: { id: 't', origin, tenant, resource: dice.pick([...names, 'r0']), until: now + 1 },
    }),
    // Where there are no tenants, no layer tells one.
    ...(hasTenants && dice.once(12) && { tenant: dice.pick(['globex', 'acme', 'nobody']) }),
  }
}

function moment(bundles: readonly Bundle[], now: number, dice: Dice): Moment {
  if (!dice.once(6)) return { now }
  if (dice.once(2)) {
    const mode = dice.pick(['credentials-off', 'public-only', 'deny-all'] as const)
    return { now, lockdowns: [{ mode, scope: {} }] }
  }
  const ages = bundles.flatMap(({ staleAfter }) => Object.values(staleAfter))
  const age = dice.pick(ages) ?? 0
  return { now, leaseUntil: now - age + dice.pick([-1, 0, 1]) }
}
