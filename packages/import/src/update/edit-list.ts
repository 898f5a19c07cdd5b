/**
 * Edits of the list `resources` in the text of a policy that keep the bytes of all other text.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Loaded } from '@marque/policy'
import { type DraftResource, resourceKeys, resourceLines } from '../draft/index.ts'

/** Lines with their line ends. */
export type Lines = string[]

/** Appends resources to the list. `undefined` where other text would have to change. */
export function addResources(
  text: string,
  loaded: Loaded,
  resources: readonly DraftResource[],
): string | undefined {
  if (resources.length === 0) return text
  const lines = linesOf(text)
  const end = lineEnd(text)
  const { line, column } = loaded.locate('/resources')
  const start = lines.slice(0, line - 1).join('').length + column - 1
  const opened = text[start]
  if (opened === '[') return addToFlow(text, start, loaded, resources, end)
  const dash = dashOf(lines[line - 1] ?? '')
  if (dash === undefined) return undefined
  const last = lastLineOf(lines, countOf(loaded), dash, loaded)
  const added = resources.flatMap((resource) => resourceLines(resource, ' '.repeat(dash)))
  const before = lines.slice(0, last)
  const whole = endsLine(before.at(-1) ?? '') ? before.join('') : `${before.join('')}${end}`
  return `${whole}${added.map((one) => one + end).join('')}${lines.slice(last).join('')}`
}

/**
 * Inserts a comment before each marked resource, and removes it from the others. Resources that share a line with other text are left
 * unchanged.
 */
export function markResources(
  text: string,
  loaded: Loaded,
  mark: string,
  marked: ReadonlySet<number>,
): string {
  const lines = linesOf(text)
  const end = lineEnd(text)
  for (let index = countOf(loaded) - 1; index >= 0; index--) {
    const at = loaded.locate(`/resources/${index}`).line - 1
    const dash = dashOf(lines[at] ?? '')
    if (dash === undefined) continue
    const above = (lines[at - 1] ?? '').trim() === `# ${mark}`
    if (marked.has(index) && !above) lines.splice(at, 0, `${' '.repeat(dash)}# ${mark}${end}`)
    if (!marked.has(index) && above) lines.splice(at - 1, 1)
  }
  return lines.join('')
}

/** Appends to a list in flow style. */
function addToFlow(
  text: string,
  start: number,
  loaded: Loaded,
  resources: readonly DraftResource[],
  end: string,
): string | undefined {
  const json = isJson(text, loaded.file)
  const empty = /^\[[ \t\r\n]*\]/.exec(text.slice(start))?.[0]
  if (empty !== undefined) {
    const after = text.slice(start + empty.length)
    const block = json
      ? `[${resources.map((one) => `${end}    ${flow(resourceKeys(one))}`).join(',')}${end}  ]`
      : resources
          .flatMap((one) => resourceLines(one, '  '))
          .map((one) => end + one)
          .join('')
    const before = json ? text.slice(0, start) : text.slice(0, start).replace(/[ \t]+$/, '')
    // A comment after the brackets would move behind the new resources.
    return json || /^[ \t]*(?:\r?\n|$)/.test(after) ? before + block + after : undefined
  }
  const close = closingBracket(text, start)
  const inside = text.slice(start + 1, close)
  const content = close === undefined ? '' : inside.trimEnd()
  // With a comment after the last item its end is not known.
  if (close === undefined || !/[}\]]$/.test(content) || /(?:^|\s)#/.test(lastLine(content)))
    return undefined
  const item = loaded.locate(`/resources/${countOf(loaded) - 1}`)
  const first = loaded.locate('/resources')
  const separator = item.line === first.line ? ', ' : `,${end}${' '.repeat(item.column - 1)}`
  const at = start + 1 + content.length
  return (
    text.slice(0, at) +
    resources.map((one) => separator + flow(resourceKeys(one))).join('') +
    text.slice(at)
  )
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
}

/** The bracket that closes the one at `start`; quotes and comments are skipped. */
export function closingBracket(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfQuoted(text, at, /\\[\s\S]|"/g)
    else if (character === "'" && /[\s,[{:]/.test(text[at - 1] ?? ' '))
      at = endOfQuoted(text, at, /''|'/g)
    else if (character === '#' && /\s/.test(text[at - 1] ?? ' '))
      at = (/[\r\n]|$/.exec(text.slice(at))?.index ?? 0) + at
    else if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && --depth === 0) return at
  }
  return undefined
}

function endOfQuoted(text: string, start: number, stop: RegExp): number {
  stop.lastIndex = start + 1
  for (let found = stop.exec(text); found; found = stop.exec(text)) {
    if (found[0].length === 1) return found.index
  }
  return text.length
}

/** JSON is valid YAML flow style. */
function flow(value: Json): string {
  return JSON.stringify(value)
}

/** The line after the last resource and its indented comments. */
function lastLineOf(lines: Lines, count: number, dash: number, loaded: Loaded): number {
  let last = loaded.locate(`/resources/${count - 1}`).line
  for (let at = last; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    if (indentOf(line) <= dash) break
    last = at + 1
  }
  return last
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** The column of the dash that starts the line. */
export function dashOf(line: string): number | undefined {
  const found = /^( *)- +\S/.exec(line)
  return found?.[1]?.length
}

function countOf({ document }: Loaded): number {
  const { resources } = document as { readonly resources?: unknown }
  return Array.isArray(resources) ? resources.length : 0
}

export function linesOf(text: string): Lines {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []
}

export function endsLine(line: string): boolean {
  return /[\r\n]$/.test(line)
}

export function lineEnd(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
}

function isJson(text: string, file: string): boolean {
  return /\.json$/i.test(file) || (!/\.ya?ml$/i.test(file) && /^\s*\{/.test(text))
}
