/**
 * The words that both bundles know, and for each kind one that neither knows: it stands for all others.
 *
 * @module
 */
import { readPathPattern } from '@marque/core'
import { firstUnused } from '../../requests/index.ts'
import { ofBoth, type Side, type Sides } from './bundle-pair.ts'

export interface Vocabulary {
  /** Every method that is told from another, sorted; without {@link otherMethod}. */
  readonly methods: readonly string[]
  readonly otherMethod: string
  readonly otherHeader: string
  /** One segment of a path, or one label of a host. */
  readonly otherWord: string
  readonly versions: readonly string[]
}

/** Methods that the rules themselves tell apart (D14, D17, D25, D26). */
const KNOWN_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST']

export function vocabularyOf(sides: Sides): Vocabulary {
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

/** Segments and labels, folded: the other word is none of them in any reading. */
function* wordsOf({ bundle, versions }: Side): Iterable<string> {
  const { tenancy, context, tenants } = bundle
  const paths = bundle.resources.flatMap(({ match }) => match.map(({ path }) => path))
  const hosts = bundle.resources.flatMap(({ match }) => match.map(({ host }) => host ?? ''))
  if (tenancy !== null) ('path' in tenancy ? paths : hosts).push(Object.values(tenancy)[0] ?? '')
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
