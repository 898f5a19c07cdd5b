/**
 * Links from documents to the rules that they mention.
 *
 * @module
 */
import { posix } from 'node:path'

/** The page that defines the rules, each under an anchor: `<a id="d24"></a>`. */
export const RULES_PAGE = 'docs/rules.md'

/** Whether a document must link the rules that it mentions. `docs/reference` is generated; fragments in `changes` are moved to another folder. */
export function isLinkedPage(file: string): boolean {
  return file.endsWith('.md') && file !== RULES_PAGE && !/^(?:docs\/reference|changes)\//.test(file)
}

/** A code span or a link; both are left unchanged. */
const FIXED = /(`[^`]*`|\[(?:[^\]`]|`[^`]*`)*\]\([^)]*\))/

const RULE = /\bD(?<number>[1-9][0-9]?)\b/g

/**
 * Makes the first mention of each rule on a page a link.
 *
 * Fenced blocks, code spans and links stay as they are; a rule mentioned in a link text counts as linked.
 *
 * @param file Path of the page; the link is relative to it.
 */
export function linkRules(text: string, file: string): string {
  const page = posix.relative(posix.dirname(file), RULES_PAGE)
  const linked = new Set<string>()
  let isFenced = false
  return text
    .split('\n')
    .map((line) => {
      if (/^\s*```/.test(line)) isFenced = !isFenced
      if (isFenced) return line
      return line
        .split(FIXED)
        .map((piece, at) => (at % 2 === 1 ? noteLinked(piece, linked) : link(piece, page, linked)))
        .join('')
    })
    .join('\n')
}

function noteLinked(piece: string, linked: Set<string>): string {
  if (piece.startsWith('[')) {
    for (const [rule] of piece.matchAll(RULE)) linked.add(rule)
  }
  return piece
}

function link(piece: string, page: string, linked: Set<string>): string {
  return piece.replaceAll(RULE, (rule, number: string) => {
    if (linked.has(rule)) return rule
    linked.add(rule)
    return `[${rule}](${page}#d${number})`
  })
}
