/**
 * The prompts of `init`. Skips questions that flags have answered.
 *
 * @module
 */

import type { Readable, Writable } from 'node:stream'
import { confirm, intro, isCancel, outro, text } from '@clack/prompts'
import { CommandError, EXIT } from '../errors.ts'
import type { Answers } from './first-policy.ts'
import {
  addressProblem,
  type InitFlags,
  originProblem,
  type PathAnswer,
  pathProblem,
  readPathFlag,
  selfProblem,
} from './flags.ts'

/** Streams for prompts and answers. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
}

/**
 * Prompts for missing answers.
 *
 * @throws {CommandError} Exit 130 if the user cancels.
 */
export async function ask(flags: InitFlags, terminal: Terminal): Promise<Answers> {
  intro('Create a CORS policy. Press Enter to skip a question.', terminal)
  const self =
    flags.self ??
    (await askList(
      terminal,
      'Public origin of the API',
      'https://api.example.com',
      selfProblem,
      true,
    ))
  const origins =
    flags.origin ??
    (await askList(
      terminal,
      'Origins of web applications that call the API (space-separated)',
      'https://app.example.com',
      originProblem,
    ))
  const trusted = origins.length > 0
  const credentials =
    flags.credentials ??
    (trusted &&
      answered(
        await confirm({
          ...terminal,
          message: 'Do they authenticate with cookies?',
          initialValue: false,
        }),
      ))
  const owner =
    flags.owner ??
    (trusted
      ? await askOne(
          terminal,
          'Owner of this origin set (e-mail address)',
          'web-team@example.com',
          addressProblem,
        )
      : null)
  const paths = flags.path?.map(readPathFlag) ?? (await askPaths(terminal))
  const contact =
    flags.contact ??
    (await askOne(
      terminal,
      'Contact for developers whose requests are denied (public e-mail address)',
      'api-support@example.com',
      addressProblem,
    ))
  outro('Done.', terminal)
  return { self, origins, credentials, owner, paths, contact }
}

async function askPaths(terminal: Terminal): Promise<readonly PathAnswer[]> {
  const open = await askList(
    terminal,
    'Paths that any website may read (space-separated)',
    '/status /v1/catalogue/**',
    pathProblem,
  )
  const secret = await askList(
    terminal,
    'Confidential paths (space-separated)',
    '/v1/account/**',
    (path) => (open.includes(path) ? `\`${path}\` is already public` : pathProblem(path)),
  )
  return [
    ...open.map((path) => ({ path, sensitivity: 'public' as const })),
    ...secret.map((path) => ({ path, sensitivity: 'confidential' as const })),
  ]
}

async function askList(
  terminal: Terminal,
  message: string,
  placeholder: string,
  problemOf: (text: string) => string | undefined,
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

async function askOne(
  terminal: Terminal,
  message: string,
  placeholder: string,
  problemOf: (text: string) => string | undefined,
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
