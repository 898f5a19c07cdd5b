/**
 * Helpers of right stacks.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Answer, Flaws } from '../servers/index.ts'

/** Changes the lines of every answer. */
export const lines = (change: (line: HeaderLine) => readonly HeaderLine[]): Flaws => ({
  edit: (answer) => ({ ...answer, headers: answer.headers.flatMap(change) }),
})

/** Changes the value of a header. */
export const value = (name: string, change: (text: string) => string): Flaws =>
  lines((line) => [line[0].toLowerCase() === name ? [line[0], change(line[1])] : line])

/** One more line on every answer. */
export const plus = (...more: readonly HeaderLine[]): Flaws => ({
  edit: (answer: Answer) => ({ ...answer, headers: [...answer.headers, ...more] }),
})
