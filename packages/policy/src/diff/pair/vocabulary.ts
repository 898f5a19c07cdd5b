/**
 * The words of both bundles, and for each kind one that neither has: it represents all others.
 *
 * @module
 */
import { readPathPattern } from '@marque/core'
import { firstUnused } from '../../requests/index.ts'
import { type BundlePair, type BundleSide, ofBoth } from './bundle-pair.ts'

export interface Vocabulary {
  /** All methods that the policies or the rules distinguish, sorted; without {@link otherMethod}. */
  readonly methods: readonly string[]
  readonly otherMethod: string
  readonly otherHeader: string
  /** A path segment or a host label. */
  readonly otherWord: string
  readonly versions: readonly string[]
}

/** Methods that the rules distinguish (D14, D17, D25, D26). */
const KNOWN_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST']

export function vocabularyOf(sides: BundlePair): Vocabulary {
  const methods = ofBoth(sides, function* ({ bundle }) {
    yield* KNOWN_METHODS
    for (const { match, grants } of bundle.resources) {
      for (const one of match) yield* one.methods ?? []
      for (const grant of grants) yield* grant.methods
    }
  })
  const headers = ofBoth(sides, function* ({ bundle }) {
    for (const { grants } of bundle.resources)
      for (const grant of grants) yield* grant.requestHeaders
  })
  return {
    methods,
    otherMethod: firstUnused(['PROPFIND', 'REPORT', 'MKCOL'], 'METHOD', new Set(methods)),
    otherHeader: firstUnused(['x-other'], 'x-other-', new Set(headers)),
    otherWord: firstUnused(['any'], 'any', new Set(ofBoth(sides, wordsOf))),
    versions: ofBoth(sides, ({ versions }) => versions),
  }
}

/** Segments and labels in lower case: the other word equals none of them, even ignoring case. */
function* wordsOf({ bundle, versions }: BundleSide): Iterable<string> {
  const { tenancy, context, tenants } = bundle
  const paths = bundle.resources.flatMap(({ match }) => match.map(({ path }) => path))
  const hosts = bundle.resources.flatMap(({ match }) => match.map(({ host }) => host ?? ''))
  if (tenancy !== null) {
    if ('path' in tenancy) paths.push(...[tenancy.path].flat())
    else hosts.push(tenancy.host)
  }
  if (context.apiVersion !== undefined && 'path' in context.apiVersion) {
    paths.push(context.apiVersion.path)
  }
  for (const path of paths) {
    for (const segment of readPathPattern(path)?.segments ?? []) {
      if ('literal' in segment) yield segment.literal.toLowerCase()
    }
  }
  for (const origin of bundle.self) hosts.push(origin.slice(origin.indexOf('://') + 3))
  for (const host of hosts) yield* host.split('.')
  yield* Object.keys(tenants)
  for (const version of versions) yield version.toLowerCase()
}
