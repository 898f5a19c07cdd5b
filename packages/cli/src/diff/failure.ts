/**
 * The values of `--fail-on`.
 *
 * @module
 */

export const FAILURES = ['wider', 'tighter', 'any', 'undecided'] as const

export type Failure = (typeof FAILURES)[number]
