/**
 * Prompts with validation. Ctrl-C at any of them ends the command.
 *
 * @module
 */
import type { Readable, Writable } from 'node:stream'
import { isCancel, multiselect, select, text } from '@clack/prompts'
import { CommandError, EXIT } from '../errors.ts'

/** Streams for prompts and answers. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
}

/** Returns what is wrong with an answer; `undefined` for nothing. */
export type ProblemOf = (answer: string) => string | undefined

/** A list of words, separated by spaces or commas, without duplicates. */
export async function askList(
  terminal: Terminal,
  message: string,
  placeholder: string,
  problemOf: ProblemOf,
  required = false,
): Promise<readonly string[]> {
  const answer = await text({
    ...terminal,
    message,
    placeholder,
    validate: (value) => {
      const words = wordsOf(value)
      if (words.length === 0) return required ? 'required' : undefined
      return words
        .map((word) => withWord(word, problemOf(word)))
        .find((problem) => problem !== undefined)
    },
  })
  return wordsOf(answered(answer))
}

/** One word; null if it is skipped. */
export async function askOne(
  terminal: Terminal,
  message: string,
  placeholder: string,
  problemOf: ProblemOf,
): Promise<string | null> {
  const answer = await text({
    ...terminal,
    message,
    placeholder,
    validate: (value) =>
      value === undefined || value.trim() === '' ? undefined : problemOf(value.trim()),
  })
  return answered(answer).trim() || null
}

/** One word that cannot be skipped, with an answer to accept. */
export async function askRequired(
  terminal: Terminal,
  message: string,
  initialValue: string,
  problemOf: ProblemOf,
): Promise<string> {
  const answer = await text({
    ...terminal,
    message,
    initialValue,
    validate: (value) =>
      value === undefined || value.trim() === '' ? 'required' : problemOf(value.trim()),
  })
  return answered(answer).trim()
}

/** One of several; the first is the default. */
export async function askChoice<Value extends string>(
  terminal: Terminal,
  message: string,
  choices: readonly (readonly [value: Value, label: string])[],
): Promise<Value> {
  const options = choices.map(([value, label]) => ({ value: value as string, label }))
  return answered(await select({ ...terminal, message, options })) as Value
}

/** One or more of several, of which some are selected. */
export async function askSome(
  terminal: Terminal,
  message: string,
  values: readonly string[],
  initialValues: readonly string[],
): Promise<readonly string[]> {
  return answered(
    await multiselect({
      ...terminal,
      message,
      options: values.map((value) => ({ value, label: value })),
      initialValues: [...initialValues],
      required: true,
    }),
  )
}

function withWord(word: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${word}: ${problem}`
}

function wordsOf(answer: string | undefined): readonly string[] {
  return [...new Set((answer ?? '').split(/[\s,]+/).filter((word) => word !== ''))]
}

/** Returns the answer, or ends the command if the user cancelled. */
function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (isCancel(value)) throw new CommandError(EXIT.interrupted, 'cancelled; no file was written')
  return value as Exclude<Value, symbol>
}
