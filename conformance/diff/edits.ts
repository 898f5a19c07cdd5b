/**
 * Small changes of a bundle, such as people make.
 *
 * @module
 */
import { type Bundle, bundleBytes, type Grant, type Resource, readBundle } from '@marque/core'
import {
  EXPOSE_HEADERS,
  METHODS,
  NOW,
  ORIGINS,
  PATHS,
  PATTERNS,
  REQUEST_HEADERS,
} from '../generate/index.ts'
import type { Dice } from './dice.ts'

type Edit = (bundle: Bundle, dice: Dice) => Bundle

const toggled = (list: readonly string[], item: string): readonly string[] =>
  (list.includes(item) ? list.filter((one) => one !== item) : [...list, item]).sort()

const inResource =
  (change: (resource: Resource, dice: Dice) => Resource): Edit =>
  (bundle, dice) => {
    const at = dice.roll(bundle.resources.length)
    return {
      ...bundle,
      resources: bundle.resources.map((resource, place) =>
        place === at ? change(resource, dice) : resource,
      ),
    }
  }

const inGrant = (change: (grant: Grant, dice: Dice) => Grant): Edit =>
  inResource((resource, dice) => {
    const at = dice.roll(Math.max(resource.grants.length, 1))
    return {
      ...resource,
      grants: resource.grants.map((grant, place) => (place === at ? change(grant, dice) : grant)),
    }
  })

const EDITS: readonly Edit[] = [
  (bundle, dice) => inList(bundle, 'sets', dice),
  (bundle, dice) => inList(bundle, 'sets', dice),
  (bundle, dice) => inList(bundle, 'tenants', dice),
  inGrant((grant, dice) => ({ ...grant, methods: toggled(grant.methods, dice.pick(METHODS)) })),
  inGrant((grant) => ({ ...grant, credentials: !grant.credentials })),
  inGrant((grant, dice) => ({
    ...grant,
    requestHeaders: toggled(grant.requestHeaders, dice.pick(REQUEST_HEADERS)),
  })),
  inGrant((grant, dice) => ({
    ...grant,
    exposeHeaders: toggled(grant.exposeHeaders, dice.pick([...EXPOSE_HEADERS, '*'])),
  })),
  inGrant((grant, dice) => ({
    ...grant,
    sets: toggled(grant.sets, dice.pick(['plain', 'mixed', 'patterns'])),
  })),
  inGrant((grant) => ({ ...grant, tenant: !grant.tenant })),
  inGrant((grant) => ({ ...grant, timing: !grant.timing })),
  inGrant((grant) => ({ ...grant, read: !grant.read, nullReach: false })),
  inGrant((grant) => ({ ...grant, websocket: !grant.websocket })),
  inGrant((grant) => ({ ...grant, when: null })),
  inGrant((grant, dice) => ({
    ...grant,
    when: dice.pick([
      { roles: ['admin'] },
      { scopes: ['read', 'write'] },
      { apiVersion: ['v1'] },
      { authenticatedWithin: 60_000 },
    ]),
  })),
  inGrant((grant) => ({
    ...grant,
    token: !grant.token,
    requestHeaders: toggled(grant.requestHeaders, 'marque-token'),
  })),
  inGrant((grant, dice) => ({ ...grant, until: dice.pick([null, NOW + 500, NOW + 5_000]) })),
  inGrant((grant, dice) => ({ ...grant, from: dice.pick([null, NOW - 500, NOW]) })),
  inGrant((grant, dice) => ({ ...grant, maxAge: dice.pick([0, 30, 600]) })),
  inResource((resource) => ({ ...resource, grants: resource.grants.slice(1) })),
  inResource((resource) => ({ ...resource, grants: resource.grants.toReversed() })),
  inResource((resource) => ({ ...resource, grants: [] })),
  inResource((resource) => ({
    ...resource,
    enforce: resource.enforce === 'block' ? 'headers' : 'block',
  })),
  inResource((resource) => ({ ...resource, isolate: !resource.isolate, enforce: 'block' })),
  inResource((resource, dice) => ({
    ...resource,
    resourcePolicy: dice.pick([null, 'same-site', 'cross-origin', 'same-origin']),
  })),
  inResource((resource) => ({
    ...resource,
    authentication: resource.authentication === 'required' ? 'optional' : 'required',
  })),
  inResource((resource, dice) => ({
    ...resource,
    sensitivity: dice.pick(['public', 'internal', 'confidential', 'restricted']),
  })),
  inResource((resource) => ({ ...resource, name: `${resource.name}x` })),
  inResource((resource, dice) => ({
    ...resource,
    match: resource.match.map((match) => ({ ...match, path: dice.pick(PATHS) })),
  })),
  inResource((resource, dice) => ({
    ...resource,
    match: resource.match.map((match) => ({
      ...match,
      host: dice.pick([null, 'api.example.com', '*.example.com']),
    })),
  })),
  inResource((resource, dice) => ({
    ...resource,
    match: resource.match.map((match) => ({
      ...match,
      methods: dice.pick([null, ['GET'], ['PATCH', 'POST']]),
    })),
  })),
  inResource((resource) => ({
    ...resource,
    match: resource.match.map((match) => ({
      ...match,
      encodedSlash: match.encodedSlash === 'data' ? 'separator' : 'data',
    })),
  })),
  (bundle, dice) => {
    const at = dice.roll(bundle.resources.length)
    return { ...bundle, resources: bundle.resources.filter((_, place) => place !== at) }
  },
  (bundle, dice) => {
    const twin = bundle.resources[dice.roll(bundle.resources.length)]
    if (twin === undefined) return bundle
    const match = [
      { host: null, path: dice.pick(PATHS), methods: null, encodedSlash: 'separator' as const },
    ]
    const grants = twin.grants.filter(({ exception }) => exception === null)
    return { ...bundle, resources: [...bundle.resources, { ...twin, name: 'zz', match, grants }] }
  },
  (bundle) => ({ ...bundle, unmatched: bundle.unmatched === 'block' ? 'headers' : 'block' }),
  (bundle, dice) => ({
    ...bundle,
    self: dice.pick([
      ['https://api.example.com'],
      ['https://app.example.com'],
      ['https://api.example.com', 'https://{tenant}.api.example.com'],
    ]),
  }),
  (bundle, dice) => ({
    ...bundle,
    staleAfter: {
      ...bundle.staleAfter,
      internal: dice.pick([null, 0, 1_000, 5_000]),
      restricted: dice.pick([null, 0, 1_000]),
    },
  }),
  (bundle) => ({ ...bundle, tenants: Object.fromEntries(Object.entries(bundle.tenants).slice(1)) }),
  (bundle, dice) => ({
    ...bundle,
    tenancy: dice.pick([null, { host: '{tenant}.api.example.com' }, { path: '/t/{tenant}/**' }]),
  }),
  (bundle, dice) => ({
    ...bundle,
    context: {
      ...bundle.context,
      apiVersion: dice.pick([
        { path: '/{apiVersion}/**' },
        { header: 'api-version' },
        { claim: 'ver' },
      ]),
    },
  }),
  (bundle) => ({ ...bundle, context: { ...bundle.context, roles: { claim: '/realm/roles' } } }),
  (bundle) => ({ ...bundle, contact: 'help@example.com' }),
]

/** What a list may name: origins that may be the API's own, too. */
const LISTED: readonly string[] = [
  ...ORIGINS,
  'https://api.example.com',
  'https://globex.api.example.com',
]

function inList(bundle: Bundle, kind: 'sets' | 'tenants', dice: Dice): Bundle {
  const names = Object.keys(bundle[kind]).filter((name) => !name.includes('://'))
  const name = dice.pick(names)
  const list = bundle[kind][name]
  if (name === undefined || list === undefined) return bundle
  const change = dice.roll(4)
  const edited =
    change === 0
      ? { ...list, patterns: toggled(list.patterns, dice.pick(PATTERNS)) }
      : change === 1
        ? { ...list, until: dice.pick([null, NOW + 1, NOW + 900]) }
        : { ...list, exact: toggled(list.exact, dice.pick(LISTED)) }
  return { ...bundle, [kind]: { ...bundle[kind], [name]: edited } }
}

/** Applies some edits; one that no compiler would write is left out. */
export function edited(bundle: Bundle, count: number, dice: Dice): Bundle {
  let result = bundle
  for (let left = count; left > 0; left--) {
    if (result.resources.length === 0) return result
    const next = dice.pick(EDITS)(result, dice)
    const read = readBundle(bundleBytes(next))
    if ('format' in read) result = read
  }
  return result
}

/** Grants that nobody fits change nothing, and make a resource one of many grants. */
export function padded(bundle: Bundle): Bundle {
  const [first, ...others] = bundle.resources
  const model = first?.grants.find(({ any, exception }) => !any && exception === null)
  if (first === undefined || model === undefined) return bundle
  const nobody = { ...model, sets: [], tenant: false, nullReach: false }
  const exceptions = first.grants.filter(({ exception }) => exception !== null)
  const own = first.grants.filter(({ exception }) => exception === null)
  const grants = [...exceptions, ...Array.from({ length: 60 }, () => nobody), ...own]
  return { ...bundle, resources: [{ ...first, grants }, ...others] }
}
