/**
 * A bundle made ready for deciding: every index, list and constant answer part built once and never changed.
 *
 * @module
 */
import type { Bundle, Digest, Grant, Resource } from '../bundle/bundle.ts'
import { digestOf } from '../bundle/sha256.ts'
import { buildNameSet, type NameSet } from '../headers/requested-names.ts'
import { buildOriginIndex, type OriginIndex } from '../origin/origin-index.ts'
import { buildRouter, type Router } from '../path/router.ts'
import type { HeaderLine } from '../request.ts'
import type { LastHost } from './place.ts'
import { REASONS, type Reason } from './reasons.ts'
import { buildSelf, type SelfPlan } from './same-origin.ts'
import { sentenceFor } from './sentences.ts'

/** A bundle ready to decide from. Make one with {@link prepare}; it never changes. */
export interface Engine {
  /** Computed when it is first read. */
  readonly digest: Digest
  readonly bundle: Bundle
}

/** What stands behind an {@link Engine}. */
export interface Plan extends Engine {
  readonly router: Router
  readonly origins: OriginIndex
  readonly self: SelfPlan
  readonly resources: readonly ResourcePlan[]
  readonly unmatchedBlocks: boolean
  readonly sentences: Sentences
  readonly lastHost: LastHost
}

export type Sentences = { readonly [reason in Reason]: string }

export interface ResourcePlan {
  readonly resource: Resource
  readonly name: string
  readonly blocks: boolean
  /** D10: each answer to a granted method is the same for everybody. */
  readonly open: boolean
  readonly grants: readonly GrantPlan[]
  /** On every answer but preflights: Cross-Origin-Resource-Policy. */
  readonly base: readonly HeaderLine[]
  readonly removes: readonly string[]
  readonly vary: readonly string[]
  /** The same without Origin, for the answers of an open resource. */
  readonly openVary: readonly string[]
  readonly sentences: Sentences
}

export interface GrantPlan {
  readonly grant: Grant
  /** Place among the resource's own grants; null for an exception. */
  readonly index: number | null
  /** Places of the sets in the origin index. */
  readonly sets: readonly number[]
  readonly requestHeaders: NameSet
  readonly namesAuthorization: boolean
  /** Behind Access-Control-Allow-Origin on a granted actual answer; with credentials, and with them taken away. */
  readonly actual: readonly HeaderLine[]
  readonly actualWithoutCredentials: readonly HeaderLine[]
  /** The same on an answer that the layer makes (D21). */
  readonly layer: readonly HeaderLine[]
  readonly layerWithoutCredentials: readonly HeaderLine[]
  /** Access-Control-Allow-Methods and -Headers. */
  readonly preflight: readonly HeaderLine[]
  readonly maxAgeLine: HeaderLine
  /** Why a request is allowed that this grant allows, and the sentence for it. */
  readonly reason: 'granted' | 'granted-any' | 'reach-only'
  readonly sentence: string
}

export const ALLOW_CREDENTIALS: HeaderLine = line('access-control-allow-credentials', 'true')
export const NO_STORE: HeaderLine = line('cache-control', 'no-store')
export const ANY_ORIGIN: HeaderLine = line('access-control-allow-origin', '*')

/**
 * Builds every index of a bundle once. The bundle must not change afterwards.
 *
 * @param name Its digest, where whoever made or read the bytes has it at hand already; not compared. Left out, it is worked out when it is first read.
 */
export function prepare(bundle: Bundle, name?: Digest): Engine {
  const origins = buildOriginIndex(bundle)
  const version = bundle.context.apiVersion
  const versionHeader = version !== undefined && 'header' in version ? version.header : null
  let digest = name
  const plan: Plan = {
    get digest() {
      digest ??= digestOf(bundle)
      return digest
    },
    bundle,
    router: buildRouter(bundle),
    origins,
    self: buildSelf(bundle.self),
    resources: bundle.resources.map((resource) => planResource(resource, origins, versionHeader)),
    unmatchedBlocks: bundle.unmatched === 'block',
    sentences: sentencesFor(null),
    lastHost: { prefix: '', place: null },
  }
  return plan
}

function planResource(
  resource: Resource,
  origins: OriginIndex,
  versionHeader: string | null,
): ResourcePlan {
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
      planGrant(grant, grant.exception === null ? at - shift : null, origins, resource),
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
    sentences: sentencesFor(resource.name),
  }
}

/** D10: `*`, and nothing that would make one answer differ from another. */
function isOpen(grant: Grant): boolean {
  return grant.any && grant.from === null && grant.until === null && grant.when === null
}

function planGrant(
  grant: Grant,
  index: number | null,
  origins: OriginIndex,
  resource: Resource,
): GrantPlan {
  const exposed = grant.exposeHeaders.join(', ')
  const layerExposed = exposedByLayer(grant.exposeHeaders).join(', ')
  const { resourcePolicy } = resource
  const reason = !grant.read ? 'reach-only' : grant.any ? 'granted-any' : 'granted'
  // Not frozen: these are copied into each answer, and walking a frozen list costs five times as much.
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
    sentence: sentenceFor(reason, resource.name),
  }
}

/** D21: a page must be able to read when to try again and that its login has expired. */
function exposedByLayer(exposed: readonly string[]): readonly string[] {
  return [...new Set([...exposed, 'retry-after', 'www-authenticate'])].sort()
}

function sentencesFor(resource: string | null): Sentences {
  return Object.fromEntries(
    REASONS.map((reason) => [reason, sentenceFor(reason, resource)]),
  ) as Sentences
}

/** A header line that no caller can change: lines are shared between answers. */
export function line(name: string, value: string): HeaderLine {
  return Object.freeze([name, value] as const)
}
