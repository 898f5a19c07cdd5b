/**
 * The questions of `init`, asked at a terminal. What a flag has answered is not asked.
 *
 * @module
 */

import type { Readable, Writable } from 'node:stream'
import { confirm, intro, isCancel, outro, text } from '@clack/prompts'
import { CommandError, EXIT } from '../errors/index.ts'
import type { Answers } from './first-policy.ts'
import {
  addressFault,
  type InitFlags,
  originFault,
  type PathAnswer,
  pathFault,
  readPathFlag,
  selfFault,
} from './flags.ts'

/** Where the questions stand and the answers come from. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
}

/**
 * Asks what is not known.
 *
 * @throws {CommandError} Exit 130 where the person cancels.
 */
export async function ask(flags: InitFlags, terminal: Terminal): Promise<Answers> {
  intro('A first policy. An empty answer leaves a part out.', terminal)
  const self =
    flags.self ??
    (await askList(
      terminal,
      'By which origin do browsers call the API?',
      'https://api.example.com',
      selfFault,
      true,
    ))
  const origins =
    flags.origin ??
    (await askList(
      terminal,
      'Which web applications call it? Their origins, with a space between them',
      'https://app.example.com',
      originFault,
    ))
  const trusted = origins.length > 0
  const credentials =
    flags.credentials ??
    (trusted &&
      answered(
        await confirm({
          ...terminal,
          message: 'Do they send cookies? (Not where the login travels in a header.)',
          initialValue: false,
        }),
      ))
  const owner =
    flags.owner ??
    (trusted
      ? await askOne(
          terminal,
          'Who answers for trusting them? An e-mail address',
          'web-team@example.com',
          addressFault,
        )
      : null)
  const paths = flags.path?.map(readPathFlag) ?? (await askPaths(terminal))
  const contact =
    flags.contact ??
    (await askOne(
      terminal,
      'Whom may a denied developer ask? An e-mail address, and a public one',
      'api-support@example.com',
      addressFault,
    ))
  outro('Thank you.', terminal)
  return { self, origins, credentials, owner, paths, contact }
}

async function askPaths(terminal: Terminal): Promise<readonly PathAnswer[]> {
  const open = await askList(
    terminal,
    'Which paths may any website read?',
    '/status /v1/catalogue/**',
    pathFault,
  )
  const secret = await askList(
    terminal,
    'Which paths are confidential?',
    '/v1/account/**',
    (path) => (open.includes(path) ? `\`${path}\` is public already` : pathFault(path)),
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
  faultOf: (text: string) => string | undefined,
  required = false,
): Promise<readonly string[]> {
  const answer = await text({
    ...terminal,
    message,
    placeholder,
    validate: (value) => {
      const words = wordsOf(value)
      if (words.length === 0) return required ? 'it has to have one' : undefined
      return words.map((word) => withWord(word, faultOf(word))).find((fault) => fault !== undefined)
    },
  })
  return wordsOf(answered(answer))
}

async function askOne(
  terminal: Terminal,
  message: string,
  placeholder: string,
  faultOf: (text: string) => string | undefined,
): Promise<string | null> {
  const answer = await text({
    ...terminal,
    message,
    placeholder,
    validate: (value) =>
      value === undefined || value.trim() === '' ? undefined : faultOf(value.trim()),
  })
  return answered(answer).trim() || null
}

function withWord(word: string, fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : `${word}: ${fault}`
}

function wordsOf(answer: string | undefined): readonly string[] {
  return [...new Set((answer ?? '').split(/[\s,]+/).filter((word) => word !== ''))]
}

/** Ends the command where the person cancelled. */
function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (isCancel(value)) throw new CommandError(EXIT.interrupted, 'cancelled, nothing is written')
  return value as Exclude<Value, symbol>
}
