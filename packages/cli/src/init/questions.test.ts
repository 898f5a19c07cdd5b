import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { EXIT } from '../errors.ts'
import type { Answers } from './first-policy.ts'
import type { InitFlags } from './flags.ts'
import { ask } from './questions.ts'

const ENTER = '\r'

/** Asks, and types each answer as soon as a question with these words stands on the screen. */
async function dialogue(
  answers: readonly (readonly [question: string, keys: string])[],
  flags: InitFlags = {},
): Promise<{ readonly got: Answers | unknown; readonly screen: string }> {
  const input = new PassThrough()
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 40, isTTY: true })
  let screen = ''
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
  })
  const done = ask(flags, { input, output }).catch((error: unknown) => error)
  for (const [question, keys] of answers) {
    for (let tries = 0; !screen.includes(question) && tries < 60_000; tries++) await sleep(5)
    expect(screen).toContain(question)
    await sleep(5)
    screen = ''
    for (const key of keys.match(/\r|[^\r]+/g) ?? []) {
      input.write(key)
      await sleep(5)
    }
  }
  return { got: await done, screen }
}

const SELF = 'Public origin of the API'
const WEB = 'Origins of web applications that call the API'
const COOKIES = 'Do they authenticate with cookies?'
const OWNER = 'Owner of this origin set'
const OPEN = 'Paths that any website may read'
const SECRET = 'Confidential paths'
const CONTACT = 'Contact for developers'

test('all answers', async () => {
  const { got } = await dialogue([
    [SELF, `https://api.example.com${ENTER}`],
    [WEB, `https://a.example, https://b.example https://a.example${ENTER}`],
    [COOKIES, 'y'],
    [OWNER, `web@example.com${ENTER}`],
    [OPEN, `/status${ENTER}`],
    [SECRET, `/account/**${ENTER}`],
    [CONTACT, `api@example.com${ENTER}`],
  ])
  expect(got).toEqual({
    self: ['https://api.example.com'],
    origins: ['https://a.example', 'https://b.example'],
    credentials: true,
    owner: 'web@example.com',
    paths: [
      { path: '/status', sensitivity: 'public' },
      { path: '/account/**', sensitivity: 'confidential' },
    ],
    contact: 'api@example.com',
  })
})

test('empty answers are skipped, and without origins neither cookies nor an owner are asked for', async () => {
  const { got } = await dialogue([
    [SELF, `https://api.example.com${ENTER}`],
    [WEB, ENTER],
    [OPEN, ENTER],
    [SECRET, ENTER],
    [CONTACT, ENTER],
  ])
  expect(got).toEqual({
    self: ['https://api.example.com'],
    origins: [],
    credentials: false,
    owner: null,
    paths: [],
    contact: null,
  })
})

test('questions answered by flags are skipped', async () => {
  const flags = {
    self: ['https://api.example.com'],
    origin: ['https://a.example'],
    credentials: false,
    owner: 'o@example.com',
    path: ['/s=public'],
  }
  const { got } = await dialogue([[CONTACT, ENTER]], flags)
  expect(got).toMatchObject({
    origins: ['https://a.example'],
    paths: [{ path: '/s', sensitivity: 'public' }],
  })
})

test('an invalid answer is asked again, without a suggestion of an origin to trust', async () => {
  const { got } = await dialogue([
    [SELF, `api.example.com${ENTER}`],
    ['expected an origin', `\u0015https://api.example.com${ENTER}`],
    [WEB, ENTER],
    [OPEN, `/x${ENTER}`],
    [SECRET, `/x${ENTER}`],
    ['is already public', `\u0015${ENTER}`],
    [CONTACT, ENTER],
  ])
  expect(got).toMatchObject({ self: ['https://api.example.com'], paths: [{ path: '/x' }] })
})

for (const [name, before] of [
  ['the first question', []],
  [
    'the last question',
    [
      [SELF, `https://api.example.com${ENTER}`],
      [WEB, ENTER],
      [OPEN, ENTER],
      [SECRET, ENTER],
    ],
  ],
] as const) {
  test(`Ctrl-C at ${name} ends with 130`, async () => {
    const last = before.length === 0 ? SELF : CONTACT
    const { got } = await dialogue([...before, [last, '\u0003']])
    expect(got).toMatchObject({ exit: EXIT.interrupted })
  })
}
