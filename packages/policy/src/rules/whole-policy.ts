/**
 * What shows only where parts of a policy are seen together: a policy that guards nothing, an API without TLS, a tree of paths that
 * is open above a part with credentials, methods and versions that are likely misspelt.
 *
 * @module
 */
import { isLoopbackHost, type PathPattern } from '@marque/core'
import { nearestFinder, type RawFinding } from '../findings/index.ts'
import { type ModelMatch, type ModelResource, selfOf } from '../read/index.ts'
import type { Pointer } from '../text/index.ts'
import { type Judgement, uses } from './judgement.ts'
import { isKnownMethod, KNOWN_METHODS } from './known-methods.ts'

/** Judges the policy as a whole. */
export function* judgeWholePolicy(judgement: Judgement): Iterable<RawFinding> {
  if (judgement.model.resources.length === 0) {
    yield { code: 'MQ-356', path: '/resources', message: 'the policy has no resource' }
  }
  yield* judgeOwnScheme(judgement)
  yield* judgeOpenTrees(judgement)
  yield* judgeKnownMethods(judgement)
  yield* judgeVersions(judgement)
}

/** Reports each public address of the API on which a login would cross the network in cleartext. */
function* judgeOwnScheme(judgement: Judgement): Iterable<RawFinding> {
  const guarded = inCleartext(judgement)
  if (guarded === undefined) return
  for (const { text, path } of selfOf(judgement.model, judgement.environment) ?? []) {
    const [, host = ''] = /^http:\/\/(\[[^\]]*\]|[^:/]*)/.exec(text) ?? []
    if (host === '' || isLoopbackHost(host)) continue
    yield {
      code: 'MQ-355',
      path,
      message: `\`${text}\` has no TLS, and ${guarded}`,
      value: text,
    }
  }
}

/** The most sensitive resource whose logins would be readable on the network: cookies, or `authorization`. */
function inCleartext(judgement: Judgement): string | undefined {
  let found: ModelResource | undefined
  for (const { resource, permission } of uses(judgement)) {
    if (!permission.credentials && !permission.requestHeaders.includes('authorization')) continue
    if (found === undefined || RANK[resource.sensitivity] > RANK[found.sensitivity])
      found = resource
  }
  return found && `the ${found.sensitivity} resource \`${found.name}\` is granted with a login`
}

const RANK = { public: 0, internal: 1, confidential: 2, restricted: 3 } as const

/** Pairs of matches that are compared; beyond it the check stops, since these are notes only. */
const MAX_PAIRS = 1_000_000

/** Reports each match that grants `*` above a match of a resource with credentials. */
function* judgeOpenTrees({ model }: Judgement): Iterable<RawFinding> {
  const open = matchesOf(
    model.resources.filter((resource) => resource.grants.some((grant) => grant.any)),
  ).filter(({ match }) => match.pattern.rest)
  const closed = matchesOf(
    model.resources.filter((resource) => resource.grants.some((grant) => grant.credentials)),
  )
  if (open.length * closed.length > MAX_PAIRS) return
  for (const { resource, match } of open) {
    const below = closed.filter(
      (other) => other.resource !== resource && isAbove(match, other.match),
    )
    const [first] = below
    if (first === undefined) continue
    const others = new Set(below.map((one) => one.resource)).size - 1
    yield {
      code: 'MQ-354',
      path: `${match.path}/path`,
      message: `\`${match.pattern.text}\` is open to any origin and lies above \`${first.match.pattern.text}\` of \`${first.resource.name}\`${others > 0 ? ` and ${others} more` : ''}, which grants credentials`,
      value: match.pattern.text,
    }
  }
}

interface Owned {
  readonly resource: ModelResource
  readonly match: ModelMatch
}

function matchesOf(resources: readonly ModelResource[]): readonly Owned[] {
  return resources.flatMap((resource) => resource.match.map((match) => ({ resource, match })))
}

/** Whether a path that `inner` no longer covers, such as one that is misspelt or new, falls to `outer`. */
function isAbove(outer: ModelMatch, inner: ModelMatch): boolean {
  return (
    (outer.host === null ||
      outer.host === inner.host ||
      (inner.host !== null &&
        outer.host.startsWith('*.') &&
        inner.host.endsWith(outer.host.slice(1)))) &&
    isPrefix(outer.pattern, inner.pattern)
  )
}

function isPrefix(outer: PathPattern, inner: PathPattern): boolean {
  if (outer.segments.length > inner.segments.length) return false
  return outer.segments.every((segment, index) => {
    const other = inner.segments[index]
    if (other === undefined) return false
    return 'name' in segment || ('literal' in other && other.literal === segment.literal)
  })
}

function* judgeKnownMethods(judgement: Judgement): Iterable<RawFinding> {
  const nearest = nearestFinder()
  const judged = function* (methods: readonly string[], path: Pointer): Iterable<RawFinding> {
    for (const method of methods) {
      if (isKnownMethod(method)) continue
      const known = nearest(method, KNOWN_METHODS)
      yield {
        code: 'MQ-357',
        path: `${path}/methods`,
        message: `\`${method}\` is not a method of any standard`,
        ...(known !== undefined && { help: `did you mean \`${known}\`?` }),
        value: method,
      }
    }
  }
  for (const resource of judgement.model.resources) {
    for (const match of resource.match) yield* judged(match.methods ?? [], match.path)
  }
  for (const { permission } of uses(judgement)) yield* judged(permission.methods, permission.path)
}

/** Reports each API version that differs only by case from one before it. */
function* judgeVersions(judgement: Judgement): Iterable<RawFinding> {
  const folded = new Map<string, string>()
  for (const { permission } of uses(judgement)) {
    for (const version of permission.when?.apiVersion ?? []) {
      const before = folded.get(version.toLowerCase())
      if (before === undefined) folded.set(version.toLowerCase(), version)
      else if (before !== version) {
        yield {
          code: 'MQ-358',
          path: `${permission.path}/when/apiVersion`,
          message: `the API version \`${version}\` differs from \`${before}\` only in case`,
          value: version,
        }
      }
    }
  }
}
