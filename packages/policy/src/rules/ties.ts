/**
 * Two matches that no request can tell apart (D7), and paths that differ only in the case of letters (D4).
 *
 * Patterns of one shape (equal literals, names in equal places, `**` alike) match the same paths and rank alike; patterns of
 * different shapes never rank alike for one path. So equal texts of shapes, put into a table, are all there is to compare.
 *
 * @module
 */
import type { PathPattern } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { ModelMatch, ModelResource } from '../read/index.ts'
import type { Judgement } from './judgement.ts'

interface Entry {
  readonly resource: ModelResource
  readonly match: ModelMatch
  readonly shape: string
}

/** Judges all matches of all resources together. Linear in their number and in the number of their methods. */
export function* judgeTies(judgement: Judgement): Iterable<RawFinding> {
  const ranked = new Map<string, Entry>()
  const folded = new Map<string, Entry[]>()
  for (const resource of judgement.model.resources) {
    for (const match of resource.match) {
      const entry = { resource, match, shape: shapeOf(match.pattern) }
      const tied = findTied(ranked, entry)
      if (tied !== undefined) yield tie(tied, entry)
      else yield* judgeCase(folded, entry)
    }
  }
}

/** The shape as text: no literal holds `/`, `{` or `*`. */
function shapeOf(pattern: PathPattern): string {
  const parts = pattern.segments.map((segment) => ('literal' in segment ? segment.literal : '{}'))
  if (pattern.rest) parts.push('**')
  return `/${parts.join('/')}`
}

/** Finds an earlier match of the same rank for one of the methods, and notes this one for those that follow. */
function findTied(ranked: Map<string, Entry>, entry: Entry): Entry | undefined {
  let tied: Entry | undefined
  for (const method of methodsOf(entry.match)) {
    const key = `${entry.match.host ?? ''} ${entry.shape} ${method}`
    const before = ranked.get(key)
    if (before === undefined) ranked.set(key, entry)
    else if (before !== entry) tied ??= before
  }
  return tied
}

/** GET in a match covers HEAD (D7). A match without methods ranks after those with, so it is a class of its own. */
function* methodsOf(match: ModelMatch): Iterable<string> {
  if (match.methods === null) {
    yield ''
    return
  }
  yield* match.methods
  if (match.methods.includes('GET')) yield 'HEAD'
}

function tie(before: Entry, entry: Entry): RawFinding {
  const same = before.resource === entry.resource
  return {
    code: 'MQ-224',
    path: entry.match.path,
    message: same
      ? `\`${entry.match.pattern.text}\` matches the same requests as another match of \`${entry.resource.name}\`, \`${before.match.pattern.text}\``
      : `\`${entry.match.pattern.text}\` of \`${entry.resource.name}\` matches the same requests as \`${before.match.pattern.text}\` of \`${before.resource.name}\``,
    value: entry.match.pattern.text,
  }
}

/** Bounds the comparison of one shape with its other spellings; beyond it each is reported against the first ones. */
const MOST_SPELLINGS = 16

function* judgeCase(folded: Map<string, Entry[]>, entry: Entry): Iterable<RawFinding> {
  const key = `${entry.match.host ?? ''} ${entry.shape.toLowerCase()}`
  const others = folded.get(key) ?? []
  if (others.length < MOST_SPELLINGS) folded.set(key, [...others, entry])
  const other = others.find(
    (before) =>
      before.resource !== entry.resource &&
      before.shape !== entry.shape &&
      shareMethod(before.match.methods, entry.match.methods),
  )
  if (other === undefined) return
  yield {
    code: 'MQ-322',
    path: `${entry.match.path}/path`,
    message: `\`${entry.match.pattern.text}\` differs from \`${other.match.pattern.text}\` of \`${other.resource.name}\` only by case`,
    value: entry.match.pattern.text,
  }
}

function shareMethod(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return true
  const covered = new Set(a)
  if (covered.has('GET')) covered.add('HEAD')
  return b.some((method) => covered.has(method) || (method === 'GET' && covered.has('HEAD')))
}
