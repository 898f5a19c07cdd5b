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
  const output = Object.assign(new PassThrough(), { columns: 200, rows: 40, isTTY: true })
  let screen = ''
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
  })
  const done = ask(flags, { input, output }).catch((error: unknown) => error)
  for (const [question, keys] of answers) {
    for (let tries = 0; !screen.includes(question) && tries < 12_000; tries++) await sleep(5)
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

/** Moves down in a list of choices, as the arrow does. */
const DOWN = 'j'
const SELF = 'Public origin of the API'
const OPEN = 'Paths that any website may read'
const SECRET = 'Confidential paths'
const WEB = 'Origins of web applications that call the API'
const CONTACT = 'Contact for developers'

/** The answers before those about origins, and the one after. */
const API = [
  [SELF, `https://api.example.com${ENTER}`],
  [OPEN, ENTER],
  [SECRET, ENTER],
] as const
const END = [CONTACT, ENTER] as const

/** The least: each question about an origin is answered by Enter. */
const LEAST = {
  methods: ['GET'],
  read: true,
  credentials: false,
  requestHeaders: [],
  paths: [],
}

test('F13: Enter to each question about an origin permits the least: GET, without cookies', async () => {
  const { got } = await dialogue([
    ...API,
    [
      WEB,
      `https://app.example.com, https://partner.example http://localhost:3000 https://app.example.com${ENTER}`,
    ],
    ['What does https://app.example.com do', ENTER],
    ['How does https://app.example.com log in', ENTER],
    ['Paths that https://app.example.com calls', ENTER],
    ['Owner of https://app.example.com', `web@example.com${ENTER}`],
    ['What does https://partner.example do', ENTER],
    ['How does https://partner.example log in', ENTER],
    ['Paths that https://partner.example calls', ENTER],
    ['Owner of https://partner.example', ENTER],
    ['(environment development only)', ENTER],
    ['How does http://localhost:3000 log in', ENTER],
    ['Paths that http://localhost:3000 calls', ENTER],
    ['Owner of http://localhost:3000', `\u0015dev@example.com${ENTER}`],
    END,
  ])
  expect(got).toEqual({
    self: ['https://api.example.com'],
    applications: [
      { ...LEAST, origin: 'https://app.example.com', owner: 'web@example.com' },
      { ...LEAST, origin: 'https://partner.example', owner: 'web@example.com' },
      { ...LEAST, origin: 'http://localhost:3000', owner: 'dev@example.com' },
    ],
    paths: [],
    contact: null,
  })
})

test('F13: methods, login and paths are asked about for each origin', async () => {
  const { got } = await dialogue([
    ...API.slice(0, 1),
    [OPEN, `/status${ENTER}`],
    [SECRET, `/account/**${ENTER}`],
    [WEB, `https://a.example https://b.example https://c.example${ENTER}`],
    ['What does https://a.example do', `${DOWN}${ENTER}`],
    ['Methods of https://a.example', `${DOWN} ${ENTER}`],
    ['How does https://a.example log in', `${DOWN}${DOWN}${ENTER}`],
    ['Paths that https://a.example calls', `/account/** /orders/**${ENTER}`],
    ['Owner of https://a.example', `a@example.com${ENTER}`],
    ['What does https://b.example do', ENTER],
    ['How does https://b.example log in', `${DOWN}${ENTER}`],
    ['Paths that https://b.example calls', `/orders/{id}${ENTER}`],
    ['Owner of https://b.example', ENTER],
    ['What does https://c.example do', `${DOWN}${DOWN}${ENTER}`],
    ['How does https://c.example log in', ENTER],
    ['Paths that https://c.example calls', `/events${ENTER}`],
    ['Owner of https://c.example', ENTER],
    [CONTACT, `api@example.com${ENTER}`],
  ])
  expect(got).toMatchObject({
    applications: [
      {
        methods: ['GET', 'POST'],
        credentials: true,
        requestHeaders: ['content-type'],
        paths: ['/account/**', '/orders/**'],
      },
      {
        methods: ['GET'],
        credentials: false,
        requestHeaders: ['authorization'],
        paths: ['/orders/{id}'],
      },
      {
        methods: ['POST'],
        read: false,
        credentials: false,
        requestHeaders: [],
        paths: ['/events'],
      },
    ],
    contact: 'api@example.com',
  })
})

test('empty answers are skipped, and without origins nothing is asked about them', async () => {
  const { got } = await dialogue([...API, [WEB, ENTER], END])
  expect(got).toEqual({
    self: ['https://api.example.com'],
    applications: [],
    paths: [],
    contact: null,
  })
})

test('questions answered by flags are skipped', async () => {
  const flags = {
    self: ['https://api.example.com'],
    origin: ['https://a.example POST', 'https://b.example GET b@example.com'],
    credentials: false,
    owner: 'o@example.com',
    path: ['/s=public'],
  }
  const { got } = await dialogue([END], flags)
  expect(got).toMatchObject({
    applications: [
      { origin: 'https://a.example', methods: ['POST'], owner: 'o@example.com' },
      { origin: 'https://b.example', methods: ['GET'], owner: 'b@example.com' },
    ],
    paths: [{ path: '/s', sensitivity: 'public' }],
  })
})

test('F13: an invalid answer is asked again with the reason, without a suggestion of an origin to trust', async () => {
  const { got } = await dialogue([
    [SELF, `api.example.com${ENTER}`],
    ['expected an origin', `\u0015https://api.example.com${ENTER}`],
    [OPEN, `/x${ENTER}`],
    [SECRET, `/x${ENTER}`],
    ['is already public', `\u0015${ENTER}`],
    [WEB, `https://*.github.io${ENTER}`],
    ['public suffix', `\u0015http://app.example.com${ENTER}`],
    ['What does http://app.example.com do', ENTER],
    // Cookies over http are no choice: after the last choice comes the first.
    ['How does http://app.example.com log in', `${DOWN}${DOWN}${ENTER}`],
    ['Paths that http://app.example.com calls', `x${ENTER}`],
    ['starts with', `\u0015/x${ENTER}`],
    ['any website may read', `\u0015/y${ENTER}`],
    ['Owner of http://app.example.com', ENTER],
    ['required', `web${ENTER}`],
    ['expected an e-mail address', `@example.com${ENTER}`],
    END,
  ])
  expect(got).toMatchObject({
    self: ['https://api.example.com'],
    paths: [{ path: '/x' }],
    applications: [{ credentials: false, paths: ['/y'], owner: 'web@example.com' }],
  })
})

for (const [name, before, last] of [
  ['the first question', [], SELF],
  ['a question about an origin', [...API, [WEB, `https://a.example${ENTER}`]], 'What does'],
  ['the last question', [...API, [WEB, ENTER]], CONTACT],
] as const) {
  test(`Ctrl-C at ${name} ends with 130`, async () => {
    const { got } = await dialogue([...before, [last, '\u0003']])
    expect(got).toMatchObject({ exit: EXIT.interrupted })
  })
}
