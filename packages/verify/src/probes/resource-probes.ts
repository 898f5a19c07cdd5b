/**
 * The probes of one resource.
 *
 * @module
 */
import type { Grant } from '@marque/core'
import type { Bounds } from './bounds.ts'
import type { GrantUse } from './grant-uses.ts'
import { type ListedOrigin, someOf } from './listed-origins.ts'
import { pathSpellings } from './path-spellings.ts'
import type { ProbeOrigin } from './probe.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import {
  actualDraft,
  conditionalDraft,
  handshakeDraft,
  NO_ORIGIN,
  namesOf,
  OPAQUE_ORIGIN,
  type ProbeDraft,
  preflightDraft,
  withAndWithoutCredentials,
} from './probe-draft.ts'
import { sampleOf } from './random.ts'
import { nearMissesOf, originAt, type ResourceScope } from './resource-scope.ts'
import { missingTargets, type Target, withTrailingSlash } from './targets.ts'

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** Targets of one resource that are asked with its first origins only. */
const MOST_TARGETS = 48

/** Origins whose grant is not in force that are asked, of each grant. */
const MOST_IDLE = 3

/** What the rest of the plan means for one resource. */
export interface Surroundings {
  /** Where another resource is; null for none. */
  readonly beside: Target | null
  readonly bounds: Bounds
  /** Whether this is the first resource that grants an entry of a list. */
  readonly isFirstWith: (entry: string) => boolean
}

/** What layers let in that were configured for development. */
const LOCAL_ORIGIN = 'http://localhost:3000'

/** Origins of a kind that are asked where more tell nothing new. */
const FEW_ORIGINS = 3

/** Directories of tenants whose origins are asked where no tenant is concerned. */
const FEW_TENANTS = 2

/** All probes of the resource, in classes. */
export function resourceProbes(scope: ResourceScope, around: Surroundings): ClassedDrafts {
  const { bounds } = around
  return [
    ...plainestProbes(scope, bounds),
    ...deniedPreflights(scope),
    ...originProbes(scope, bounds),
    ...grantProbes(scope, around),
    ...datedProbes(scope),
    ...targetProbes(scope),
    ...tenantProbes(scope),
    ...handshakes(scope),
    ...metadataProbes(scope),
    ['spelling', spellings(scope, around)],
    ['cache', cacheSequences(scope)],
  ]
}

const TELLING = ['PUT', 'PATCH', 'DELETE', 'POST']

/** The method that needs a preflight most of those that the use gives. */
function tellingMethod({ methods }: GrantUse): string {
  const [first = 'GET'] = methods
  return (
    TELLING.find((method) => methods.includes(method)) ??
    methods.find((method) => !SAFE.includes(method)) ??
    first
  )
}

function mainOrigin(scope: ResourceScope): ProbeOrigin | undefined {
  const [first] = scope.uses
  return first && originAt(scope, first.origin.value, scope.main.target)
}

/** An actual request with the method, and with GET where the run may not send that one. */
function actualDrafts(method: string, target: Target, origin: ProbeOrigin): readonly ProbeDraft[] {
  const methods = SAFE.includes(method) ? [method] : [method, 'GET']
  return methods.map((one) => actualDraft(one, target, origin))
}

/** Some of many, another choice at each resource. */
function chosen<T>({ resource, input }: ResourceScope, items: readonly T[], most: number) {
  return sampleOf(items, most, input.options.seed, resource.name)
}

function both(scope: ResourceScope, drafts: readonly ProbeDraft[]): readonly ProbeDraft[] {
  return withAndWithoutCredentials(drafts, scope.input.options.withCredentials)
}

/** The granted request of a use; with a token that nobody has it is counted, and the request without it is a denied one. */
function grantedDrafts(
  { grant }: GrantUse,
  method: string,
  target: Target,
  origin: ProbeOrigin,
): readonly ProbeDraft[] {
  const draft = actualDraft(method, target, origin)
  return grant.token ? [{ ...draft, needsToken: true }, draft] : [draft]
}

/** The plainest origin and a stranger: what most mistakes show in. */
function plainestProbes(scope: ResourceScope, bounds: Bounds): ClassedDrafts {
  const { main, uses, input } = scope
  const { target, method } = main
  const stranger = originAt(scope, input.unlisted, target)
  const unlisted = actualDrafts(method, target, stranger)
  const [use] = uses
  const origin = mainOrigin(scope)
  const common: ClassedDrafts = [
    ['unlisted', both(scope, unlisted)],
    ['opaque', both(scope, actualDrafts(method, target, OPAQUE_ORIGIN))],
    ['opaque', [preflightDraft(method, target, OPAQUE_ORIGIN)]],
    ['none', both(scope, actualDrafts(method, target, NO_ORIGIN))],
    ['options', both(scope, [actualDraft('OPTIONS', target, stranger)])],
    ['options', [actualDraft('OPTIONS', target, NO_ORIGIN)]],
    ['unlisted-local', actualDrafts(method, target, originAt(scope, LOCAL_ORIGIN, target))],
  ]
  if (use === undefined || origin === undefined) {
    return [...common, ['unlisted-preflight', [preflightDraft(method, target, stranger)]]]
  }
  const granted = grantedDrafts(use, method, target, origin)
  const telling = tellingMethod(use)
  const names = namesOf(use.grant)
  const near = use.grant.any ? [] : nearMissesOf(scope, use.origin, target)
  const nearPreflights = near.map((one) => preflightDraft(telling, target, one, names))
  const isSafe = SAFE.includes(method)
  return [
    ...common,
    ['granted', both(scope, granted)],
    ['granted-preflight', [preflightDraft(telling, target, origin, names)]],
    ['unlisted-preflight', [preflightDraft(telling, target, stranger, names)]],
    [
      'near-miss',
      [
        ...both(
          scope,
          near.map((one) => actualDraft(method, target, one)),
        ),
        ...(isSafe ? [] : nearPreflights),
      ],
    ],
    ['other-near-miss', chosen(scope, nearPreflights, bounds.nearMissPreflights)],
    ['options', both(scope, [actualDraft('OPTIONS', target, origin)])],
    ['method', both(scope, methodDrafts(scope, use, origin))],
    ['conditional', both(scope, [...granted, ...unlisted].filter(isGet).map(conditionalDraft))],
  ]
}

/** Conditional requests are for methods whose answer has an ETag (RFC 9110, 13.1.2). */
function isGet({ method }: ProbeDraft): boolean {
  return method === 'GET'
}

/** The plainest origin with each of its methods, and with one that it is not granted. */
function methodDrafts(
  scope: ResourceScope,
  use: GrantUse,
  origin: ProbeOrigin,
): readonly ProbeDraft[] {
  const { target } = scope.main
  const granted = use.methods.flatMap((method) => grantedDrafts(use, method, target, origin))
  const denied = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH']
    .filter((method) => !isGrantedMethod(scope, method))
    .slice(0, 1)
  return [...granted, ...denied.map((method) => actualDraft(method, target, origin))]
}

function isGrantedMethod({ resource }: ResourceScope, method: string): boolean {
  const wanted = method === 'HEAD' ? ['HEAD', 'GET'] : [method]
  return resource.grants.some(({ methods }) => wanted.some((one) => methods.includes(one)))
}

/** Preflights of the plainest origin for what is not granted, and without header names. */
function deniedPreflights(scope: ResourceScope): ClassedDrafts {
  const { target, method } = scope.main
  const [use] = scope.uses
  const origin = mainOrigin(scope)
  if (use === undefined || origin === undefined) return []
  const denied = [...TELLING, 'MARQUE-PROBE'].find((one) => !isGrantedMethod(scope, one))
  const names = namesOf(use.grant)
  const other = deniedName(use.grant)
  return [
    [
      'denied-preflight',
      [
        ...(denied === undefined ? [] : [preflightDraft(denied, target, origin, names)]),
        ...(other === undefined
          ? []
          : [preflightDraft(tellingMethod(use), target, origin, [...names, other])]),
        preflightDraft(method, target, origin),
      ],
    ],
  ]
}

/** A header name that the grant does not cover; `*` covers all but `authorization` (Fetch). */
function deniedName({ requestHeaders }: Grant): string | undefined {
  const candidates = requestHeaders.includes('*')
    ? ['authorization']
    : ['x-not-granted', 'authorization']
  return candidates.find((name) => !requestHeaders.includes(name))
}

/** Some origins that the resource does not list: first one of each list, then others. */
function foreignOrigins(
  scope: ResourceScope,
  target: Target,
  bounds: Bounds,
): { readonly first: readonly ProbeOrigin[]; readonly others: readonly ProbeOrigin[] } {
  const { index, resource, uses } = scope
  const lists = index.lists.filter(
    ({ name, isTenant }) => isTenant || !resource.grants.some(({ sets }) => sets.includes(name)),
  )
  // Where any origin is granted, others tell nothing more than the unlisted one.
  const most = uses[0]?.grant.any === true ? FEW_ORIGINS : bounds.elsewhere
  const sets = lists.filter(({ isTenant }) => !isTenant)
  const tenants = lists.filter(({ isTenant }) => isTenant).slice(0, FEW_TENANTS)
  const firsts = [...sets, ...tenants].flatMap(({ origins }) => origins.slice(0, 1))
  const first = chosen(scope, firsts, most)
  const rest = lists.flatMap(({ origins }) => origins).filter((one) => !first.includes(one))
  const others = chosen(scope, rest, most - first.length)
  const at = ({ value }: ListedOrigin): ProbeOrigin => originAt(scope, value, target)
  return { first: first.map(at), others: others.map(at) }
}

/** Origins that the resource does not list, and its own. */
function originProbes(scope: ResourceScope, bounds: Bounds): ClassedDrafts {
  const { main, resource, input } = scope
  const { target, method } = main
  const { first, others } = foreignOrigins(scope, target, bounds)
  const asked = first.flatMap((origin) => actualDrafts(method, target, origin))
  const [use] = scope.uses
  const telling = use === undefined ? method : tellingMethod(use)
  const value = ownOriginOf(target, input.bundle.self)
  const own = value === undefined ? [] : [originAt(scope, value, target)]
  return [
    // Behind a login only a request with credentials shows what the application answers.
    ['elsewhere', resource.authentication === 'required' ? both(scope, asked) : asked],
    ['elsewhere', first.slice(0, 1).map((origin) => preflightDraft(telling, target, origin))],
    ['other-elsewhere', others.flatMap((origin) => actualDrafts(method, target, origin))],
    // Without a preflight: browsers send none to their own origin.
    [
      'own',
      both(
        scope,
        own.flatMap((origin) => actualDrafts(method, target, origin)),
      ),
    ],
  ]
}

/** The own origin that the URL is of, or the first one without a tenant. */
function ownOriginOf({ url }: Target, self: readonly string[]): string | undefined {
  const [origin] = /^[a-z]+:\/\/[^/]*/.exec(url) ?? []
  return self.find((entry) => entry === origin) ?? self.find((entry) => !entry.includes('{'))
}

/** Every other grant and origin that is in force. */
function grantProbes(scope: ResourceScope, around: Surroundings): ClassedDrafts {
  const counts = new Map<Grant, number>()
  const seenEntries = new Set<string>()
  // Of a directory one origin is enough: its entries are compared by the same code.
  const seenTenants = new Set<string | null>()
  return scope.uses.flatMap((use): ClassedDrafts => {
    const { grant, target, methods } = use
    const { entry, value } = use.origin
    const origin = originAt(scope, value, target)
    const count = counts.get(grant) ?? 0
    counts.set(grant, count + 1)
    const [method = 'GET'] = methods
    const hasPreflight = count < around.bounds.grantedPreflights
    const isSeen =
      count >= around.bounds.nearMissOrigins ||
      seenEntries.has(entry) ||
      (grant.tenant && seenTenants.has(target.tenant))
    const near = isSeen ? [] : otherNearMisses(scope, use, count === 0, around)
    seenEntries.add(entry)
    seenTenants.add(target.tenant)
    return [
      [
        count === 0 ? 'grant' : 'granted-origin',
        [
          ...both(scope, grantedDrafts(use, method, target, origin)),
          ...(hasPreflight
            ? [preflightDraft(tellingMethod(use), target, origin, namesOf(grant))]
            : []),
        ],
      ],
      [
        'other-near-miss',
        near.map((one) =>
          SAFE.includes(method)
            ? actualDraft(method, target, one)
            : preflightDraft(method, target, one),
        ),
      ],
      ['other-preflight', count === 0 ? grantPreflights(use, origin) : []],
      ['other-elsewhere', count === 0 ? foreignPreflights(scope, use, around.bounds) : []],
    ]
  })
}

/** All near misses where the entry is granted first, and with few resources everywhere. */
function otherNearMisses(
  scope: ResourceScope,
  { grant, origin, target }: GrantUse,
  isFirstOfGrant: boolean,
  { bounds, isFirstWith }: Surroundings,
): readonly ProbeOrigin[] {
  if (grant.any) return []
  const near = nearMissesOf(scope, origin, target)
  if (isFirstWith(origin.entry)) return near
  return chosen(scope, near, isFirstOfGrant ? bounds.otherNearMisses : bounds.otherNearMisses >> 3)
}

/** Origins that the resource does not list, with the method that the grant gives. */
function foreignPreflights(
  scope: ResourceScope,
  use: GrantUse,
  bounds: Bounds,
): readonly ProbeDraft[] {
  const { target } = use
  const { first } = foreignOrigins(scope, target, bounds)
  const method = tellingMethod(use)
  return chosen(scope, first, bounds.elsewherePreflights).map((origin) =>
    preflightDraft(method, target, origin),
  )
}

/** Everything that a grant can be asked for in preflights. */
function grantPreflights(use: GrantUse, origin: ProbeOrigin): readonly ProbeDraft[] {
  const { grant, target, methods } = use
  const names = namesOf(grant)
  const other = deniedName(grant)
  return [
    ...methods.map((method) => preflightDraft(method, target, origin, names)),
    ...methods.slice(0, 1).map((method) => preflightDraft(method, target, origin)),
    ...(other === undefined ? [] : [preflightDraft(tellingMethod(use), target, origin, [other])]),
  ]
}

/** Origins whose grant or list has ended or not begun. */
function datedProbes(scope: ResourceScope): ClassedDrafts {
  const seen = new Map<Grant, number>()
  return scope.idle.flatMap((use): ClassedDrafts => {
    const count = seen.get(use.grant) ?? 0
    seen.set(use.grant, count + 1)
    if (count >= MOST_IDLE) return []
    const { target, methods } = use
    const [method = 'GET'] = methods
    const origin = originAt(scope, use.origin.value, target)
    return [
      [
        'dates',
        [
          ...both(scope, actualDrafts(method, target, origin)),
          preflightDraft(tellingMethod(use), target, origin, namesOf(use.grant)),
        ],
      ],
    ]
  })
}

/** The other URLs of the resource, and those for which the application has nothing. */
function targetProbes(scope: ResourceScope): ClassedDrafts {
  const { main, targets, input } = scope
  const { seed } = input.options
  const others = someOf(targets, MOST_TARGETS, seed, scope.resource.name)
  // One of each pattern: tenants and versions share the code that answers.
  const distinct = [main.target, ...targets].filter(
    ({ match }, at, all) => all.findIndex((one) => one.match === match) === at,
  )
  const missing = missingTargets(distinct, input)
  const slashed = distinct.flatMap((target) => withTrailingSlash(target) ?? [])
  const named = others.filter(({ isNamed }) => isNamed)
  return [
    ['missing', missing.slice(0, 1).flatMap((target) => targetDrafts(scope, target))],
    ['conditional', named.flatMap((target) => conditionalDrafts(scope, target))],
    [
      'target',
      [...slashed.slice(0, 1), ...others, ...missing.slice(1), ...slashed.slice(1)].flatMap(
        (target) => targetDrafts(scope, target),
      ),
    ],
    ['other-preflight', others.flatMap((target) => conditionalDrafts(scope, target))],
  ]
}

/** An origin that is granted at the target, where there is one, and a stranger. */
function targetDrafts(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const own = useAt(scope, target)
  const preflight =
    own === undefined
      ? []
      : [
          preflightDraft(
            tellingMethod(own),
            target,
            originAt(scope, own.origin.value, target),
            namesOf(own.grant),
          ),
        ]
  return [...both(scope, actualsAt(scope, target)), ...preflight]
}

function conditionalDrafts(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const drafts = actualsAt(scope, target).filter(isGet)
  return both(scope, drafts.map(conditionalDraft))
}

function actualsAt(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const own = useAt(scope, target)
  const stranger = actualDrafts(
    scope.main.method,
    target,
    originAt(scope, scope.input.unlisted, target),
  )
  if (own === undefined) return stranger
  const origin = originAt(scope, own.origin.value, target)
  return [...actualDrafts(own.methods[0] ?? 'GET', target, origin), ...stranger]
}

/** The plainest use at this part of the API. */
function useAt({ uses }: ResourceScope, { tenant }: Target): GrantUse | undefined {
  return uses.find(({ target }) => target.tenant === tenant) ?? uses[0]
}

/** Members of one tenant at the part of another one. */
function tenantProbes(scope: ResourceScope): ClassedDrafts {
  const directories = scope.index.lists.filter(({ isTenant }) => isTenant)
  if (directories.length === 0) return []
  const seen = new Set<string | null>()
  return scope.targets.flatMap((target): ClassedDrafts => {
    const { tenant } = target
    if ((tenant === null && target.isTenantKnown) || seen.has(tenant)) return []
    seen.add(tenant)
    const at = directories.findIndex(({ name }) => name === tenant)
    const others = [...directories.slice(at + 1), ...directories.slice(0, Math.max(at, 0))]
    const foreign = others.flatMap(({ origins }) => origins.slice(0, 1))[0]
    if (foreign === undefined) return []
    const origin = originAt(scope, foreign.value, target)
    const use = scope.uses.find(({ grant }) => grant.tenant) ?? scope.uses[0]
    const method = use?.methods[0] ?? scope.main.method
    return [
      [
        'foreign-tenant',
        [
          ...both(scope, actualDrafts(method, target, origin)),
          preflightDraft(method, target, origin, use === undefined ? [] : namesOf(use.grant)),
        ],
      ],
    ]
  })
}

/** WebSocket handshakes: of strangers at every resource, of all kinds of origins where a grant has them. */
function handshakes(scope: ResourceScope): ClassedDrafts {
  const { main, uses, index, input } = scope
  const use = uses.find(({ grant }) => grant.websocket)
  const target = use?.target ?? main.target
  const stranger = handshakeDraft(target, originAt(scope, input.unlisted, target))
  if (use === undefined) {
    // An origin that may use the resource otherwise has no WebSocket there either (D25).
    const origin = mainOrigin(scope)
    const denied = origin === undefined ? [] : [handshakeDraft(target, origin)]
    return [['handshake', both(scope, [stranger, ...denied])]]
  }
  const granted = uses.filter(({ grant }) => grant.websocket).slice(0, 8)
  const foreign = index.lists
    .filter(({ isTenant }) => !isTenant)
    .flatMap(({ origins }) => origins.slice(0, 1))
    .map(({ value }) => originAt(scope, value, target))
  return [
    ['stranger-handshake', both(scope, [stranger])],
    [
      'handshake',
      both(
        scope,
        [
          ...granted.map((one) => originAt(scope, one.origin.value, one.target)),
          ...foreign,
          OPAQUE_ORIGIN,
          ...nearMissesOf(scope, use.origin, target),
        ].map((origin) => handshakeDraft(target, origin)),
      ),
    ],
  ]
}

/** Requests without `Origin` that tell by fetch metadata where they come from (D26). */
function metadataProbes(scope: ResourceScope): ClassedDrafts {
  const { target } = scope.main
  const fetched = (site: string, mode: string, dest: string): ProbeDraft =>
    actualDraft('GET', target, NO_ORIGIN, [
      ['Sec-Fetch-Site', site],
      ['Sec-Fetch-Mode', mode],
      ['Sec-Fetch-Dest', dest],
    ])
  const image = fetched('cross-site', 'no-cors', 'image')
  if (!scope.resource.isolate) return [['target', [image]]]
  return [
    [
      'isolation',
      [
        ...both(scope, [image]),
        fetched('same-site', 'no-cors', 'script'),
        fetched('cross-site', 'navigate', 'document'),
        fetched('same-origin', 'cors', 'empty'),
      ],
    ],
  ]
}

/** Spellings of the path of the main target, asked by the origin that is granted there. */
function spellings(scope: ResourceScope, { beside, bounds }: Surroundings): readonly ProbeDraft[] {
  const { target, method } = scope.main
  const origin = mainOrigin(scope) ?? originAt(scope, scope.input.unlisted, target)
  const safe = SAFE.includes(method) ? method : 'GET'
  const spelled = chosen(scope, pathSpellings(target, beside), bounds.spellings)
  return [
    ...spelled.map((one) => actualDraft(safe, one, origin)),
    ...spelled.slice(0, 2).map((one) => preflightDraft(method, one, origin)),
    ...spelled
      .slice(0, 1)
      .map((one) => actualDraft('GET', one, NO_ORIGIN, [['Sec-Fetch-Site', 'cross-site']])),
  ]
}

/** One URL asked by two origins in both orders, and by none. */
function cacheSequences(scope: ResourceScope): readonly ProbeDraft[] {
  if (!scope.input.options.throughCache || scope.main.method !== 'GET') return []
  const { target } = scope.main
  const stranger = originAt(scope, scope.input.unlisted, target)
  const origins = scope.uses
    .filter((use) => use.target === target)
    .map((use) => originAt(scope, use.origin.value, target))
  const first = origins[0] ?? stranger
  const second = origins.find(({ value }) => value !== first.value)
  const orders = [
    [first, stranger, NO_ORIGIN],
    [stranger, first, NO_ORIGIN],
    [NO_ORIGIN, first, stranger],
    ...(second === undefined
      ? []
      : [
          [first, second, NO_ORIGIN],
          [second, first, NO_ORIGIN],
        ]),
  ]
  const drafts = orders.flatMap((order, at) =>
    order.map((origin) => ({
      ...actualDraft('GET', target, origin),
      sequence: `${scope.resource.name} ${at}`,
    })),
  )
  return both(scope, drafts).toSorted((a, b) => compareText(a.sequence, b.sequence))
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}
