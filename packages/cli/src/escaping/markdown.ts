/**
 * Text of users inside Markdown, as GitHub and GitLab read it.
 *
 * A policy can hold any text. In a comment of a review it must neither become a heading, a link, a picture or HTML, nor call
 * people by `@name`, nor close a table's cell. Code spans do all that: nothing in them is read but their own end.
 *
 * @module
 */
import { showable } from '../terminal/index.ts'

/**
 * A code span (CommonMark 0.31, 6.1), fenced by more backticks than the text has in a row.
 *
 * A `|` is escaped, which is what the cells of tables need (GFM, 4.10); so only where a text stands in a table.
 */
export function code(
  text: string,
  { inTable = false }: { readonly inTable?: boolean } = {},
): string {
  const shown = showable(text)
  if (shown.trim() === '') return '``(empty)``'
  const fence = '`'.repeat(longestRun(shown) + 1)
  // One space at each end goes away again where both are there.
  const pad = shown.startsWith('`') || shown.endsWith('`') || /^ .* $/.test(shown) ? ' ' : ''
  const span = `${fence}${pad}${shown}${pad}${fence}`
  return inTable ? span.replaceAll('|', '\\|') : span
}

/** A fenced code block (CommonMark 0.31, 4.5), each line behind `indent`. */
export function codeBlock(lines: readonly string[], indent = '', language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}${language}`, ...lines.map(showable), fence]
    .map((line) => (indent + line).trimEnd())
    .join('\n')
}

/**
 * A sentence of ours with texts of users in it: each word that is no plain word becomes a code span, neighbours one span.
 *
 * @example
 * ```ts
 * sentence('https://a.example (set web) may read GET /v1/**') // '`https://a.example` (set web) may read GET `/v1/**`'
 * ```
 */
export function sentence(text: string, options: { readonly inTable?: boolean } = {}): string {
  let line = ''
  const add = (part: string): void => {
    // Two fences side by side would be one, and what is behind it no code.
    line += part.startsWith('`') && line.endsWith('`') ? ` ${part}` : part
  }
  for (const [at, part] of showable(text).split(QUOTED).entries()) {
    // What is in the brackets of the pattern stands at the odd places.
    if (at % 2 === 1) add(code(part, options))
    else for (const word of wordsOf(part)) add(word.isPlain ? word.text : code(word.text, options))
  }
  return line
}

/** A text of a user that a sentence quotes. */
const QUOTED = /`([^`]+)`/

interface Word {
  readonly text: string
  readonly isPlain: boolean
}

/** Plain words, the spaces and stops around them, and between these what is not plain. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  const add = (text: string, isPlain: boolean): void => {
    const last = words.at(-1)
    const before = words.at(-2)
    if (text === '') return
    // Neighbours with nothing but a space between them are one code span.
    if (!isPlain && last?.text === ' ' && before?.isPlain === false) {
      words.splice(-2, 2, { text: `${before.text} ${text}`, isPlain })
    } else words.push({ text, isPlain })
  }
  for (const [at, word] of text.split(' ').entries()) {
    if (at > 0) add(' ', true)
    const [, before = '', inner = '', after = ''] = AROUND.exec(word) ?? []
    add(before, true)
    add(inner, PLAIN.test(inner) && !AUTOLINKED.test(inner))
    add(after, true)
  }
  return words
}

/** A word, and the brackets and stops around it. */
const AROUND = /^(\(*)(.*?)(\)?[,.;:?]?\)*)$/su

// Nothing that Markdown, HTML or a forge reads anything into.
const PLAIN = /^[\p{L}\p{N}\p{M}'’-]*$/u

/** What GitHub links by itself though it is made of letters: `GH-26`, and what looks like the id of a commit. */
const AUTOLINKED = /^(?:GH-\d+|[0-9a-f]{7,40})$/i

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}
