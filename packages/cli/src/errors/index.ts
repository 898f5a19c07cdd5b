/**
 * Errors that end a command: exit codes, and operating system errors as text.
 *
 * @module
 */
export { CommandError, EXIT, type ExitCode } from './command-error.ts'
export { systemError } from './system-error.ts'
