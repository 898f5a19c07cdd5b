/**
 * Formats of text logs: nginx `log_format`, Apache `LogFormat`.
 *
 * A log has what clients send, so that a value could hold what looks like other fields. A format is compiled so that no value can: within
 * quotes a value ends at the first quote without a backslash, and without quotes at the first separator; a line with more separators than
 * the format does not match.
 *
 * @module
 */
import { type Fields, fieldNamed, type LogFields } from './log-fields.ts'

/** Reads a line; `undefined` if it does not have the format. */
export type ReadLine = (line: string) => LogFields | undefined

/** A format, or why it cannot be used. */
export type CompiledFormat =
  | { readonly read: ReadLine; readonly problem: null }
  | { readonly read: null; readonly problem: string }

interface Part {
  /** Text between variables; null for a variable. */
  readonly text: string | null
  readonly field: keyof LogFields | null
  readonly rank: number
}

/**
 * Compiles a format.
 *
 * @param text The whole directive as it is written in a configuration, or only its value: `log_format`, `LogFormat`, `CustomLog`.
 */
export function compileFormat(text: string): CompiledFormat {
  const fail = (problem: string): CompiledFormat => ({ read: null, problem })
  if (/\bescape=none\b/.test(text))
    return fail('with `escape=none` a client can write lines and fields of its own into the log')
  const isDirective = /^\s*(?:log_format|LogFormat|CustomLog)\s/i.test(text)
  // Apache writes `%t` in brackets.
  const format = (isDirective ? formatIn(text) : text.trim()).replaceAll(/%[<>]?t\b/g, '[%{}t]')
  const parts = partsOf(format)
  const fields = parts.flatMap(({ field }) => field ?? [])
  if (!fields.includes('origin'))
    return fail(
      'it has no `$http_origin` or `%{Origin}i`, so that lines do not show which page asks',
    )
  if (!fields.includes('status')) return fail('it has no `$status` or `%>s`')
  if (!fields.includes('request') && !(fields.includes('method') && fields.includes('target')))
    return fail('it has no `$request` or `%r`')
  const pattern = patternOf(parts)
  if (pattern === undefined)
    return fail('it has variables without a separator between them, which cannot be told apart')
  return { read: readerOf(pattern, parts), problem: null }
}

/** The quoted pieces of a directive, joined; without the name of the format. */
function formatIn(directive: string): string {
  if (/^\s*log_format\s/i.test(directive)) {
    const pieces = [...directive.matchAll(/'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/gs)]
    return pieces.map(([, single, double]) => unquote(single ?? double ?? '')).join('')
  }
  const [, value = ''] = /"((?:\\.|[^"\\])*)"/.exec(directive) ?? []
  return unquote(value)
}

function unquote(text: string): string {
  return text.replaceAll(/\\(["'\\])/g, '$1')
}

/** `$name`, `${name}`; `%>s`, `%{Origin}i`, `%r`. */
const VARIABLE = /\$\{?(\w+)\}?|%[<>!\d,]*(?:\{([^}]*)\})?(\^?[a-zA-Z]{1,2})/g

function partsOf(format: string): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of format.matchAll(VARIABLE)) {
    const [all, nginx, argument, letter = ''] = match
    if (match.index > end) parts.push(literal(format.slice(end, match.index)))
    end = match.index + all.length
    const is = nginx === undefined ? apacheField(letter, argument) : fieldNamed(nginx)
    parts.push({ text: null, field: is?.field ?? null, rank: is?.rank ?? 0 })
  }
  if (end < format.length) parts.push(literal(format.slice(end)))
  return parts
}

function literal(text: string): Part {
  return { text, field: null, rank: 0 }
}

const APACHE: { readonly [letter: string]: string } = {
  r: 'request',
  s: 'status',
  m: 'method',
  U: 'path',
  v: 'host',
  V: 'host',
}

function apacheField(letter: string, argument: string | undefined) {
  if (argument === undefined) return fieldNamed(APACHE[letter] ?? '')
  const name = argument.replaceAll('-', '_')
  if (letter === 'i') return fieldNamed(`http_${name}`)
  if (letter === 'o') return fieldNamed(`sent_http_${name}`)
  return letter === 'e' ? fieldNamed(name) : undefined
}

/** Where a value stands decides what ends it. */
function patternOf(parts: readonly Part[]): RegExp | undefined {
  let pattern = '^'
  let quote = ''
  for (const [at, part] of parts.entries()) {
    if (part.text !== null) {
      pattern += part.text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
      for (const [character] of part.text.matchAll(/["[\]]/g))
        quote = character === '"' ? (quote === '"' ? '' : '"') : character === '[' ? ']' : ''
      continue
    }
    if (parts[at + 1]?.text === null) return undefined
    pattern += `(${valuePattern(parts, at, quote)})`
  }
  return new RegExp(`${pattern}$`)
}

function valuePattern(parts: readonly Part[], at: number, quote: string): string {
  const inner = separatorsFrom(parts, at, quote)
  if (parts[at]?.field === 'status') return String.raw`\d{3}|-`
  if (quote === '"') return String.raw`(?:\\.|[^"\\${inner}])*`
  if (quote === ']') return String.raw`[^\]${inner}]*`
  // `$request` without quotes: method, target, version.
  if (parts[at]?.field === 'request') return String.raw`[^\s"]+ [^\s"]+ [^\s"]+`
  return String.raw`[^\s"${inner}]*`
}

/** Characters that end a value in the same quotes, or without quotes, as a part of a character class. */
function separatorsFrom(parts: readonly Part[], at: number, quote: string): string {
  const found = new Set<string>()
  let within = ''
  for (const [index, { text }] of parts.entries()) {
    if (text === null) continue
    const before = within
    for (const [character] of text.matchAll(/["[\]]/g))
      within = character === '"' ? (within === '"' ? '' : '"') : character === '[' ? ']' : ''
    const isSameRun = quote === '' ? before === '' : !/["[\]]/.test(text) && before === quote
    const follows = parts[index - 1]?.text === null
    const isNear = quote === '' || runOf(parts, index, at)
    if (follows && isSameRun && isNear) found.add(text.charAt(0))
  }
  return [...found]
    .filter((character) => character !== '"')
    .map((character) => (/\s/.test(character) ? String.raw`\s` : `\\${character}`))
    .filter((text) => /^\\[^a-zA-Z0-9]$|^\\s$/.test(text))
    .join('')
}

/** Whether two parts are between the same quotes. */
function runOf(parts: readonly Part[], index: number, at: number): boolean {
  const [from, to] = index < at ? [index, at] : [at, index]
  return parts.slice(from, to + 1).every(({ text }) => text === null || !/["[\]]/.test(text))
}

function readerOf(pattern: RegExp, parts: readonly Part[]): ReadLine {
  const variables = parts.filter(({ text }) => text === null)
  return (line) => {
    const match = pattern.exec(line)
    if (match === null) return undefined
    const fields: Partial<Fields> = {}
    const ranks: { [field: string]: number } = {}
    for (const [index, { field, rank }] of variables.entries()) {
      if (field === null || (ranks[field] ?? Number.POSITIVE_INFINITY) <= rank) continue
      fields[field] = plainValue(match[index + 1] ?? '')
      ranks[field] = rank
    }
    return fields as LogFields
  }
}

/** A value without the escapes of nginx and Apache; `-` is no value. */
export function plainValue(text: string): string {
  if (text === '-') return ''
  if (!text.includes('\\')) return text
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex?: string, one?: string) =>
    hex === undefined ? (one ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
