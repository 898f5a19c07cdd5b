/**
 * Lines of access logs and of the decision log as records.
 *
 * @module
 */
export { type CompiledFormat, compileFormat, type ReadLine } from './line-format.ts'
export type { LogRecord, SkippedLine, Verdict } from './log-record.ts'
export { readLogLine } from './read-log-line.ts'
