/**
 * Reads the header lines of `--header` and `--header-file`.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { CommandError, EXIT } from '../errors.ts'

/** Headers that make a probe what it is, or frame its message. */
const OF_PROBES = new Set([
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'access-control-request-private-network',
  'if-none-match',
  'connection',
  'upgrade',
  'content-length',
  'transfer-encoding',
  'te',
  'expect',
])

/** Reads a `--header`. @throws {CommandError} Exit 64. */
export function readHeaderFlag(text: string): HeaderLine {
  const line = readHeaderLine(text)
  if (typeof line === 'string') {
    throw new CommandError(
      EXIT.usage,
      `invalid header \`${text}\` for \`--header\`: ${line}`,
      "write --header 'Name: value'",
    )
  }
  return line
}

/**
 * Reads a header file: one `Name: value` per line; empty lines and lines that start with `#` are skipped.
 *
 * @param name The file, for messages, which hold none of its values.
 * @throws {CommandError} Exit 64.
 */
export function readHeaderFile(text: string, name: string): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  for (const [at, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() === '' || raw.startsWith('#')) continue
    const line = readHeaderLine(raw)
    if (typeof line === 'string') {
      throw new CommandError(
        EXIT.usage,
        `invalid header in line ${at + 1} of \`${name}\`: ${line}`,
        'write one `Name: value` per line',
      )
    }
    lines.push(line)
  }
  if (lines.length > 0) return lines
  throw new CommandError(
    EXIT.usage,
    `\`${name}\` has no header`,
    'write one `Name: value` per line',
  )
}

/** @returns What is wrong, without the value, for an invalid line. */
function readHeaderLine(text: string): HeaderLine | string {
  const at = text.indexOf(':')
  if (at === -1) return 'there is no colon'
  const name = text.slice(0, at)
  const value = text.slice(at + 1).replace(/^[ \t]+|[ \t]+$/g, '')
  // RFC 9110, 5.6.2 (token) and 5.5 (field value).
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return 'the text before the colon is no header name'
  if (value === '') return `\`${name}\` has no value`
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
    return `the value of \`${name}\` has a control character, or one outside Latin-1`
  if (OF_PROBES.has(name.toLowerCase())) return `the probes set \`${name}\` themselves`
  return [name, value]
}
