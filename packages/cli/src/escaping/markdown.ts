/**
 * User text in Markdown, as GitHub and GitLab render it.
 *
 * A policy can contain any text. In a review comment it must not become a heading, link, image or HTML, mention people with `@name`,
 * or end a table cell. Code spans prevent all of these: only their closing fence is interpreted inside them.
 *
 * @module
 */
import { showable } from '../terminal/index.ts'

/**
 * A code span (CommonMark 0.31, 6.1), fenced by more backticks than the longest run in the text.
 *
 * `inTable` escapes `|`, as table cells require (GFM, 4.10).
 */
export function code(
  text: string,
  { inTable = false }: { readonly inTable?: boolean } = {},
): string {
  const shown = showable(text)
  if (shown.trim() === '') return '``(empty)``'
  const fence = '`'.repeat(longestRun(shown) + 1)
  // CommonMark strips one space at each end if both are there.
  const pad = shown.startsWith('`') || shown.endsWith('`') || /^ .* $/.test(shown) ? ' ' : ''
  const span = `${fence}${pad}${shown}${pad}${fence}`
  return inTable ? span.replaceAll('|', '\\|') : span
}

/** A fenced code block (CommonMark 0.31, 4.5), each line indented by `indent`. */
export function codeBlock(lines: readonly string[], indent = '', language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}${language}`, ...lines.map(showable), fence]
    .map((line) => (indent + line).trimEnd())
    .join('\n')
}

/**
 * A sentence that contains user text: each word that is not plain becomes a code span; adjacent ones share a span.
 *
 * @example
 * ```ts
 * sentence('https://a.example (set web) may read GET /v1/**') // '`https://a.example` (set web) may read GET `/v1/**`'
 * ```
 */
export function sentence(text: string, options: { readonly inTable?: boolean } = {}): string {
  let line = ''
  const add = (part: string): void => {
    // Two adjacent fences would be read as one longer fence.
    line += part.startsWith('`') && line.endsWith('`') ? ` ${part}` : part
  }
  for (const [at, part] of showable(text).split(QUOTED).entries()) {
    // `split` puts the captured group at odd indices.
    if (at % 2 === 1) add(code(part, options))
    else for (const word of wordsOf(part)) add(word.isPlain ? word.text : code(word.text, options))
  }
  return line
}

/** User text quoted in a sentence. */
const QUOTED = /`([^`]+)`/

interface Word {
  readonly text: string
  readonly isPlain: boolean
}

/** Splits into plain words, spaces, punctuation, and everything else. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  const add = (text: string, isPlain: boolean): void => {
    const last = words.at(-1)
    const before = words.at(-2)
    if (text === '') return
    // Words separated only by a space share a code span.
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

/** A word and the brackets and punctuation around it. */
const AROUND = /^(\(*)(.*?)(\)?[,.;:?]?\)*)$/su

// Characters without a meaning in Markdown, HTML or on a forge.
const PLAIN = /^[\p{L}\p{N}\p{M}'’-]*$/u

/** Letters and digits that GitHub links automatically: `GH-26`, and commit ids. */
const AUTOLINKED = /^(?:GH-\d+|[0-9a-f]{7,40})$/i

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}
