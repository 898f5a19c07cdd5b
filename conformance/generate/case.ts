/**
 * Whole questions: a bundle, requests aimed at it, what the layer knows, the moment, and the application's headers.
 *
 * @module
 */
import type {
  Bundle,
  Context,
  HeaderLine,
  Json,
  Lockdown,
  Moment,
  OriginToken,
  RequestFacts,
} from '@marque/core'
import fc from 'fast-check'
import { bundles } from './bundle.ts'
import { pick, type RequestDraft, requestDrafts, requestFor } from './request.ts'
import { NOW, ORIGINS } from './words.ts'

export interface GeneratedRequest {
  readonly request: RequestFacts
  readonly context: Context
  readonly moment: Moment
  /** What the application, or the layer below, put on its answer. */
  readonly below: readonly HeaderLine[]
}

export interface Case {
  readonly bundle: Bundle
  readonly asked: readonly GeneratedRequest[]
}

const claims: fc.Arbitrary<{ readonly [name: string]: Json } | undefined> = fc.constantFrom<
  { readonly [name: string]: Json } | undefined
>(
  undefined,
  {},
  { ver: 'v1', roles: ['reader'], scope: 'read write', org: 'globex', level: 1, gone: null },
  {
    app: { ver: 'v2' },
    realm: { roles: ['admin'] },
    scp: ['read'],
    org: ['acme', 'globex'],
    'a/b': 'x',
  },
  { roles: 'admin', scope: 'write', allowed: [...ORIGINS], 'a/b': ['z', 'y'], level: '1' },
  { deep: { list: [{ k: [1, null] }] }, allowed: 'https://foo.com', ver: 1 },
)

const times = fc.constantFrom(undefined, NOW, NOW + 1, NOW - 60_000, NOW - 60_001)

const contexts = fc.record({
  tenant: fc.constantFrom(
    ...Array.from({ length: 20 }, () => undefined),
    null,
    null,
    'globex',
    'ACME_1',
    'nobody',
  ),
  certificate: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, true, false),
  apiVersion: fc.constantFrom(undefined, undefined, 'v1', 'v3'),
  authenticatedAt: times,
  roles: fc.constantFrom<readonly string[] | undefined>(
    undefined,
    undefined,
    [],
    ['reader'],
    ['admin', 'reader'],
  ),
  scopes: fc.constantFrom<readonly string[] | undefined>(
    undefined,
    undefined,
    ['read'],
    ['read', 'write'],
  ),
  claims,
  token: fc.constantFrom(
    'none',
    'right',
    'right',
    'invalid',
    'origin',
    'tenant',
    'resource',
    'ended',
    'revoked',
  ),
})

interface LockdownDraft {
  readonly mode: Lockdown['mode']
  readonly scope: { readonly [part in keyof Lockdown['scope']]: string | undefined }
}

const scopes = fc.record({
  tenant: fc.constantFrom(undefined, undefined, 'globex'),
  resource: fc.constantFrom(undefined, 'r0', 'r1'),
  origin: fc.constantFrom(undefined, undefined, 'same', 'https://foo.com'),
})

const moments = fc.record({
  leaseUntil: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    NOW + 1,
    NOW,
    NOW - 1_000,
    NOW - 999,
  ),
  lockdowns: fc.oneof<fc.WeightedArbitrary<readonly LockdownDraft[]>[]>(
    { weight: 8, arbitrary: fc.constant<readonly LockdownDraft[]>([]) },
    {
      weight: 1,
      arbitrary: fc.array<LockdownDraft>(
        fc.record({
          mode: fc.constantFrom<Lockdown['mode']>('credentials-off', 'public-only', 'deny-all'),
          scope: scopes,
        }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
})

const belows = fc.subarray<HeaderLine>([
  ['Access-Control-Allow-Origin', '*'],
  ['access-control-allow-origin', 'https://evil.test'],
  ['ACCESS-CONTROL-Max-Age', '5'],
  ['Vary', 'Accept-Encoding'],
  ['vary', 'origin,, Accept-Encoding'],
  ['Vary', '*'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Cache-Control', 'max-age=60'],
  ['Content-Type', 'text/plain'],
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Expose-Headers', 'ETag, X-Other'],
  ['Marque-Read', 'granted'],
  ['MARQUE-READ', 'denied;reason=origin-not-granted'],
])

type Drafts = {
  readonly plan: RequestDraft
  readonly context: typeof contexts extends fc.Arbitrary<infer T> ? T : never
  readonly moment: typeof moments extends fc.Arbitrary<infer T> ? T : never
  readonly below: readonly HeaderLine[]
}

/** Leaves out what is undefined: an absent fact is an absent key. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

function generatedRequest(bundle: Bundle, draft: Drafts): GeneratedRequest {
  const request = requestFor(bundle, draft.plan)
  const origin = request.headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? ''
  const { token: tokenKind, ...facts } = draft.context
  const lockdowns = draft.moment.lockdowns.map((lockdown) => ({
    mode: lockdown.mode,
    scope: present({
      ...lockdown.scope,
      origin: lockdown.scope.origin === 'same' ? origin.replace(/,.*/, '') : lockdown.scope.origin,
    }) as Lockdown['scope'],
  }))
  const token = tokenOf(bundle, request, origin, tokenKind, draft.plan.target)
  return {
    request,
    context: present({ ...facts, token }) as Context,
    moment: present({
      now: NOW,
      leaseUntil: draft.moment.leaseUntil,
      lockdowns: lockdowns.length === 0 ? undefined : lockdowns,
      revokedTokens: tokenKind === 'revoked' ? ['t-1'] : undefined,
    }) as Moment,
    below: draft.below,
  }
}

function tokenOf(
  bundle: Bundle,
  request: RequestFacts,
  origin: string,
  kind: string,
  aim: number,
): OriginToken | 'invalid' | undefined {
  if (kind === 'none') return undefined
  if (kind === 'invalid') return 'invalid'
  const tenant = /globex|acme|ACME_1/.exec(request.url)?.[0] ?? null
  const names = bundle.resources.flatMap((resource) => resource.match.map(() => resource.name))
  return {
    id: 't-1',
    origin: kind === 'origin' ? 'https://evil.test' : origin,
    tenant: kind === 'tenant' ? 'other' : bundle.tenancy === null ? null : tenant,
    resource: kind === 'resource' ? 'other' : pick(names, aim, 'r0'),
    until: kind === 'ended' ? NOW : NOW + 1,
  }
}

/** `size` requests put to each bundle at most. */
export function cases(size: number): fc.Arbitrary<Case> {
  const drafts = fc.array(
    fc.record({ plan: requestDrafts, context: contexts, moment: moments, below: belows }),
    {
      minLength: 1,
      maxLength: size,
      size: 'max',
    },
  )
  return fc.tuple(bundles, drafts).map(([bundle, list]) => ({
    bundle,
    asked: list.map((draft) => generatedRequest(bundle, draft)),
  }))
}
