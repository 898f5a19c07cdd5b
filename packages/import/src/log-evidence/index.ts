/**
 * From the lines of a log to a draft, in bounded memory.
 *
 * @module
 */
export { draftFromLog, type LogDraft } from './draft-from-log.ts'
export { LOG_LINES } from './lines-to-add.ts'
export { LogEvidence, type LogQuestion } from './log-evidence.ts'
