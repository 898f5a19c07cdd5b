/**
 * A bundle prepared for decisions: indexes and the constant parts of responses, built once and never changed.
 *
 * @module
 */
import { type Bundle, type Digest, digestOf, type Grant, type Resource } from '../bundle/index.ts'
import { buildNameSet, type NameSet } from '../headers/index.ts'
import { detailFor, REASONS, type Reason } from '../reasons.ts'
import type { HeaderLine } from '../request.ts'
import { buildOriginIndex, listsHolding, type OriginIndex } from './origin-index.ts'
import { buildOwnOrigins, type OwnOrigins } from './own-origins.ts'
import type { LastTarget } from './request-target.ts'
import { buildRouter, type Router } from './router.ts'

/** A bundle prepared for decisions. Made by {@link prepare}; it never changes. */
export interface Engine {
  /** Computed when it is first read. */
  readonly digest: Digest
  readonly bundle: Bundle
}

/** The content of an {@link Engine}. */
export interface PreparedPolicy extends Engine {
  readonly router: Router
  readonly origins: OriginIndex
  readonly self: OwnOrigins
  /** In the order of the bundle. */
  readonly resources: readonly PreparedResource[]
  readonly unmatchedBlocks: boolean
  /** `detail` of each reason where no resource matches. */
  readonly details: Details
  readonly lastTarget: LastTarget
}

export type Details = { readonly [reason in Reason]: string }

export interface PreparedResource {
  readonly resource: Resource
  readonly name: string
  /** A cross-origin request without a grant does not reach the application (D17). */
  readonly blocks: boolean
  /** D10: every response to a granted method is the same for all origins. */
  readonly open: boolean
  readonly grants: readonly PreparedGrant[]
  /** Headers of every response but those to preflights: Cross-Origin-Resource-Policy. */
  readonly base: readonly HeaderLine[]
  /** Headers of the application that are removed (D22). */
  readonly removes: readonly string[]
  readonly vary: readonly string[]
  /** Vary without Origin, for the responses of an open resource. */
  readonly openVary: readonly string[]
  readonly details: Details
}

export interface PreparedGrant {
  readonly grant: Grant
  /** Index among the resource's own grants; null for an exception. */
  readonly index: number | null
  /** Indexes of the sets in the origin index. */
  readonly sets: readonly number[]
  readonly requestHeaders: NameSet
  readonly namesAuthorization: boolean
  /** Headers of a granted actual response after Access-Control-Allow-Origin; and the same where an incident takes the credentials away. */
  readonly actual: readonly HeaderLine[]
  readonly actualWithoutCredentials: readonly HeaderLine[]
  /** The same for a response that the layer makes (D21). */
  readonly layer: readonly HeaderLine[]
  readonly layerWithoutCredentials: readonly HeaderLine[]
  /** Access-Control-Allow-Methods and -Headers. */
  readonly preflight: readonly HeaderLine[]
  readonly maxAgeLine: HeaderLine
  /** Reason and `detail` of a request that the grant allows. */
  readonly reason: 'granted' | 'granted-any' | 'reach-only'
  readonly detail: string
}

export const ALLOW_CREDENTIALS: HeaderLine = line('access-control-allow-credentials', 'true')
export const NO_STORE: HeaderLine = line('cache-control', 'no-store')
export const ANY_ORIGIN: HeaderLine = line('access-control-allow-origin', '*')

/**
 * Prepares a bundle for decisions, in time linear in its size. The bundle must not change afterwards.
 *
 * @param knownDigest Its digest, where the caller has computed it already; not verified. Otherwise it is computed when it is first read.
 */
export function prepare(bundle: Bundle, knownDigest?: Digest): Engine {
  const origins = buildOriginIndex(bundle)
  const version = bundle.context.apiVersion
  const versionHeader = version !== undefined && 'header' in version ? version.header : null
  let digest = knownDigest
  const policy: PreparedPolicy = {
    get digest() {
      digest ??= digestOf(bundle)
      return digest
    },
    bundle,
    router: buildRouter(bundle),
    origins,
    self: buildOwnOrigins(bundle.self, Object.keys(bundle.tenants)),
    resources: bundle.resources.map((resource) =>
      prepareResource(resource, origins, versionHeader),
    ),
    unmatchedBlocks: bundle.unmatched === 'block',
    details: detailsFor(null),
    lastTarget: { prefix: '', target: null },
  }
  return policy
}

function prepareResource(
  resource: Resource,
  origins: OriginIndex,
  versionHeader: string | null,
): PreparedResource {
  const { grants } = resource
  const shift = grants.filter((grant) => grant.exception !== null).length
  const readsVersion = grants.some((grant) => grant.when?.apiVersion !== undefined)
  const openVary = Object.freeze([
    ...(resource.isolate ? ['Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest'] : []),
    ...(readsVersion && versionHeader !== null ? [versionHeader] : []),
  ])
  const { resourcePolicy } = resource
  return {
    resource,
    name: resource.name,
    blocks: resource.enforce === 'block' || resource.isolate,
    open: grants.length > 0 && grants.every(isOpen),
    grants: grants.map((grant, at) =>
      prepareGrant(grant, grant.exception === null ? at - shift : null, origins, resource),
    ),
    base: Object.freeze(
      resourcePolicy === null ? [] : [line('cross-origin-resource-policy', resourcePolicy)],
    ),
    removes: Object.freeze([
      ...(resourcePolicy === null ? [] : ['cross-origin-resource-policy']),
      ...(grants.some((grant) => grant.timing) ? ['timing-allow-origin'] : []),
    ]),
    vary: Object.freeze(['Origin', ...openVary]),
    openVary,
    details: detailsFor(resource.name),
  }
}

/** D10: `*`, without anything by which one response would differ from another. */
function isOpen(grant: Grant): boolean {
  return grant.any && grant.from === null && grant.until === null && grant.when === null
}

function prepareGrant(
  grant: Grant,
  index: number | null,
  origins: OriginIndex,
  resource: Resource,
): PreparedGrant {
  const exposed = grant.exposeHeaders.join(', ')
  const layerExposed = exposedByLayer(grant.exposeHeaders).join(', ')
  const { resourcePolicy } = resource
  const reason = !grant.read ? 'reach-only' : grant.any ? 'granted-any' : 'granted'
  // Not frozen: these are copied into each response, and iterating over a frozen array costs five times as much.
  const rest = (expose: string, credentials: boolean): readonly HeaderLine[] => [
    ...(credentials ? [ALLOW_CREDENTIALS] : []),
    ...(expose === '' ? [] : [line('access-control-expose-headers', expose)]),
    ...(resourcePolicy === null ? [] : [line('cross-origin-resource-policy', resourcePolicy)]),
  ]
  return {
    grant,
    index,
    sets: grant.sets.flatMap((name) => origins.sets.get(name) ?? []),
    requestHeaders: buildNameSet(grant.requestHeaders),
    namesAuthorization: grant.requestHeaders.includes('authorization'),
    actual: rest(exposed, grant.credentials),
    actualWithoutCredentials: rest(exposed, false),
    layer: rest(layerExposed, grant.credentials),
    layerWithoutCredentials: rest(layerExposed, false),
    preflight: [
      line('access-control-allow-methods', grant.methods.join(', ')),
      ...(grant.requestHeaders.length === 0
        ? []
        : [line('access-control-allow-headers', grant.requestHeaders.join(', '))]),
    ],
    maxAgeLine: line('access-control-max-age', String(grant.maxAge)),
    reason,
    detail: detailFor(reason, resource.name),
  }
}

/** D21: a page must be able to read when to retry and that its login has expired. */
function exposedByLayer(exposed: readonly string[]): readonly string[] {
  return [...new Set([...exposed, 'retry-after', 'www-authenticate'])].sort()
}

function detailsFor(resource: string | null): Details {
  return Object.fromEntries(
    REASONS.map((reason) => [reason, detailFor(reason, resource)]),
  ) as Details
}

/** A header line that callers cannot change: lines are shared between responses. */
export function line(name: string, value: string): HeaderLine {
  return Object.freeze([name, value] as const)
}

/**
 * Sorted names of the sets that hold an origin, whether or not they have ended: for logs and for routes that depend on the origin. Tenants'
 * directories are not included. Empty for `null` and for an invalid origin.
 */
export function setNamesOf(engine: Engine, origin: string): readonly string[] {
  const { origins } = engine as PreparedPolicy
  const lists = listsHolding(origins, origin)
  if (lists === undefined || lists.length === 0) return []
  const names: string[] = []
  for (const [name, index] of origins.sets) if (lists.includes(index)) names.push(name)
  return names.sort()
}
