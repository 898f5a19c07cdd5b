/**
 * What `--fail-on` takes.
 *
 * @module
 */
export const FAILURES = ['wider', 'tighter', 'any', 'undecided'] as const

export type Failure = (typeof FAILURES)[number]
