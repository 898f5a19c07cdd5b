/**
 * Every match of a bundle that a path fits, the most specific first (D7). The engine's trees find the first of them in one walk.
 *
 * @module
 */

import { hostNameOf } from '../address/index.ts'
import type { Match } from '../bundle/index.ts'
import { coversMethod } from '../headers/index.ts'
import { comparePathPatterns, type PathPattern, readPathPattern, splitPath } from '../path/index.ts'
import type { PreparedPolicy } from '../prepared/index.ts'
import { buildTree, findLeaf } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'

/** A match that fits host and path. */
export interface Candidate {
  readonly resource: string
  readonly match: Match
  readonly pattern: PathPattern
  readonly coversMethod: boolean
}

/** @param authority Normalized host, and port unless it is the default one. */
export function candidatesFor(
  policy: PreparedPolicy,
  authority: string,
  path: string,
  method: string,
): readonly Candidate[] {
  const name = hostNameOf(authority)
  const parts = splitPath(path)
  const found: Candidate[] = []
  for (const { resource } of policy.resources) {
    for (const match of resource.match) {
      const mayFit = hostFits(match.host, name) && segmentsMayFit(splitPath(match.path), parts)
      const pattern = mayFit ? readPathPattern(match.path) : undefined
      if (pattern === undefined || !pathFits(pattern, path)) continue
      const covers = match.methods === null || coversMethod(match.methods, method)
      found.push({ resource: resource.name, match, pattern, coversMethod: covers })
    }
  }
  return found.sort(bySpecificity)
}

/** A match in words: `/v1/**` on host `api.example.com` for `GET`. */
export function matchText({ host, path, methods }: Match): string {
  const on = host === null ? '' : ` on host ${quote(host)}`
  return `${quote(path)}${on}${methods === null ? '' : ` for ${quoteAll(methods)}`}`
}

function hostFits(pattern: string | null, name: string): boolean {
  if (pattern === null) return true
  if (!pattern.startsWith('*.')) return pattern === name
  const suffix = pattern.slice(1)
  return name.length > suffix.length && name.endsWith(suffix)
}

/** A cheap test that rules out nearly every match of a large bundle before its pattern is parsed. */
function segmentsMayFit(pattern: readonly string[], parts: readonly string[]): boolean {
  for (const [at, segment] of pattern.entries()) {
    if (segment === '**') return true
    const part = parts[at]
    if (part === undefined || (!segment.startsWith('{') && segment !== part)) return false
  }
  return pattern.length === parts.length
}

/** Looked up in a tree of its own, so that a path fits here exactly where it fits in the engine. */
function pathFits(pattern: PathPattern, path: string): boolean {
  const entry = { resource: 0, methods: null, pattern, rank: 0, namedSegment: -1 }
  return findLeaf(buildTree([entry]), path, 0, path.length, '') !== null
}

function bySpecificity(a: Candidate, b: Candidate): number {
  return (
    hostRank(b.match.host) - hostRank(a.match.host) ||
    comparePathPatterns(a.pattern, b.pattern) ||
    Number(a.match.methods === null) - Number(b.match.methods === null)
  )
}

/** Exact host, host pattern (the longer first), any host. */
function hostRank(host: string | null): number {
  if (host === null) return 0
  return host.startsWith('*.') ? host.length : Number.MAX_SAFE_INTEGER
}
