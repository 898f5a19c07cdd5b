/**
 * One line of a log as a record.
 *
 * @module
 */
import type { ReadLine } from './line-format.ts'
import type { LogRecord, SkippedLine } from './log-record.ts'
import { readAccess } from './read-access.ts'
import { readCombined } from './read-combined.ts'
import { readDecision } from './read-decision.ts'
import { type JsonObject, readJsonFields, readJsonObject } from './read-json-line.ts'

/** What syslog writes before a message. */
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d{2}-\d{2}T\S+) \S+ [\w./-]+(?:\[\d+\])?: (?=\{)/

/**
 * Reads one line: of the decision log, of a JSON log, of a text log in the given format, or of one in the combined format with
 * `name="value"` after it.
 *
 * @param format The format of text lines; null for the combined format.
 */
export function readLogLine(line: string, format: ReadLine | null): LogRecord | SkippedLine {
  const text = line.startsWith('{') ? line : line.replace(SYSLOG, '')
  if (text.startsWith('{') && format === null) {
    const value = readJsonObject(text)
    return value === undefined ? 'broken' : readObject(value)
  }
  const fields = (format ?? readCombined)(line)
  return fields === undefined ? 'broken' : readAccess(fields)
}

function readObject(value: JsonObject): LogRecord | SkippedLine {
  // A container runtime wraps each line.
  if (typeof value.log === 'string' && 'stream' in value) {
    const inner = readJsonObject(value.log.trim())
    const fields = inner === undefined ? readCombined(value.log.trim()) : undefined
    if (inner === undefined) return fields === undefined ? 'broken' : readAccess(fields)
    return readObject({ ...inner, log: null })
  }
  if (value.event === 'decision') return readDecision(value)
  if (typeof value.event === 'string' && value.request === undefined) return 'other-event'
  return readAccess(readJsonFields(value))
}
