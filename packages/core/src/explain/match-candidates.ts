/**
 * Every match of a bundle that a path fits, the most specific first (D7): what the engine's trees find in one walk, laid out for people.
 *
 * @module
 */

import { hostNameOf } from '../browsers/index.ts'
import type { Match } from '../bundle/bundle.ts'
import type { Plan } from '../decide/plan.ts'
import { coversMethod } from '../headers/names.ts'
import { comparePathPatterns, type PathPattern } from '../path/pattern.ts'
import { buildTree, findLeaf, patternOf } from '../path/resource-tree.ts'
import { splitPath } from '../path/template.ts'
import { quote, quoteAll } from '../text/quote.ts'

export interface Candidate {
  readonly resource: string
  readonly match: Match
  readonly pattern: PathPattern
  readonly coversMethod: boolean
}

/** @param host Normalised, with a port that is not the default one. */
export function candidatesFor(
  plan: Plan,
  host: string,
  path: string,
  method: string,
): readonly Candidate[] {
  const name = hostNameOf(host)
  const parts = splitPath(path)
  const found: Candidate[] = []
  for (const { resource } of plan.resources) {
    for (const match of resource.match) {
      const mayFit = hostFits(match.host, name) && segmentsMayFit(splitPath(match.path), parts)
      const pattern = mayFit ? patternOf(match) : undefined
      if (pattern === undefined || !pathFits(match, pattern, path)) continue
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

function hostFits(wanted: string | null, name: string): boolean {
  if (wanted === null) return true
  if (!wanted.startsWith('*.')) return wanted === name
  const suffix = wanted.slice(1)
  return name.length > suffix.length && name.endsWith(suffix)
}

/** Rules out nearly every match of a large bundle without reading its pattern. */
function segmentsMayFit(wanted: readonly string[], parts: readonly string[]): boolean {
  for (const [at, segment] of wanted.entries()) {
    if (segment === '**') return true
    const part = parts[at]
    if (part === undefined || (!segment.startsWith('{') && segment !== part)) return false
  }
  return wanted.length === parts.length
}

/** Asked of a tree of its own, so that a path fits here as it fits in the engine. */
function pathFits(match: Match, pattern: PathPattern, path: string): boolean {
  const tree = buildTree(
    [{ resource: 0, match: { ...match, methods: null }, pattern, rank: 0 }],
    false,
  )
  return findLeaf(tree, path, 0, path.length, '') !== null
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
