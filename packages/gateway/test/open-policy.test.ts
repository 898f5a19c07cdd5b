import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleBytes, decide, digestOf } from '@marque/core'
import type { SyncEvent } from '@marque/sync'
import { compilePolicy } from '@marque/testkit/policies'
import { pause } from '@marque/testkit/processes'
import { afterEach, expect, test } from 'vitest'
import { type GatewayPolicy, openPolicy } from '../src/policy-source/open-policy.ts'

const folder = mkdtempSync(join(tmpdir(), 'marque-open-policy-'))
const opened: GatewayPolicy[] = []
let files = 0

afterEach(async () => {
  for (const policy of opened.splice(0)) await policy.close()
  if (opened.length === 0) for (const name of readdirSync(folder)) rmSync(join(folder, name))
})

const POLICY = (...origins: readonly string[]): string => `version: 1
self: [https://api.example.com]
origins:
  web: { allow: ${JSON.stringify(origins)}, owner: web@example.com, purpose: test }
resources:
  - name: api
    match: [{ path: /** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
`

const many = (from: number): string =>
  POLICY(...Array.from({ length: 20_000 }, (_, nth) => `https://o${from + nth}.example.org`))

interface Opened {
  readonly policy: GatewayPolicy
  readonly events: SyncEvent[]
  /** Puts another text there, whole. */
  write(content: string | Uint8Array): void
  grants(origin: string): boolean
}

async function open(content: string | Uint8Array, environment = 'production'): Promise<Opened> {
  const file = join(folder, `${files++}.policy`)
  const write = (next: string | Uint8Array): void => {
    writeFileSync(`${file}.new`, next)
    renameSync(`${file}.new`, file)
  }
  write(content)
  const events: SyncEvent[] = []
  const policy = await openPolicy({ policy: { from: 'file', file }, environment }, (event) =>
    events.push(event),
  )
  opened.push(policy)
  const grants = (origin: string): boolean =>
    policy.engine !== null &&
    decide(
      policy.engine,
      { method: 'GET', url: 'https://api.example.com/x', headers: [['Origin', origin]] },
      {},
      policy.moment(),
    ).reason === 'granted'
  return { policy, events, write, grants }
}

test('a policy is decided from, and named as its bundle is', async () => {
  const text = POLICY('https://app.example.com')
  const { policy, grants } = await open(text)
  const bundle = compilePolicy(text)
  expect(policy.held?.digest).toBe(digestOf(bundle))
  expect(policy.engine?.digest).toBe(digestOf(bundle))
  expect(policy.held?.bytes).toEqual(bundleBytes(bundle))
  expect(grants('https://app.example.com')).toBe(true)
  expect(grants('https://other.example.com')).toBe(false)
})

test('so is a bundle', async () => {
  const bundle = compilePolicy(POLICY('https://app.example.com'))
  const { policy, grants } = await open(bundleBytes(bundle))
  expect(policy.held?.digest).toBe(digestOf(bundle))
  expect(grants('https://app.example.com')).toBe(true)
})

test('a minified JSON policy whose first key is `contact` is read as a policy', async () => {
  const { policy } = await open(
    '{"contact":"api@example.com","version":1,"self":["https://api.example.com"],"resources":[]}',
  )
  expect(policy.held?.bundle.contact).toBe('api@example.com')
})

const refusals: readonly (readonly [name: string, content: () => string | Uint8Array, RegExp])[] = [
  [
    'a policy with errors',
    () => 'version: 2\n',
    /the policy has 3 errors, the first in line 1: .*\(MQ-\d+\)/,
  ],
  [
    'a bundle of another environment',
    () => bundleBytes({ ...compilePolicy(POLICY('https://a.example')), environment: 'staging' }),
    /`staging`, not `production`/,
  ],
  [
    'a bundle that is cut off',
    () => bundleBytes(compilePolicy(POLICY('https://a.example'))).subarray(0, 200),
    /ERR_BUNDLE_SYNTAX/,
  ],
]

for (const [name, content, message] of refusals) {
  test(`${name} is no start, and leaves what is held`, async () => {
    await expect(open(content())).rejects.toThrow(message)
    const { policy, events, write, grants } = await open(POLICY('https://app.example.com'))
    write(content())
    await policy.reload()
    expect(events).not.toEqual([])
    for (const event of events) {
      expect(event).toEqual({
        type: 'rejected',
        of: 'bundle',
        problem: expect.objectContaining({ message: expect.stringMatching(message) }),
      })
    }
    expect(grants('https://app.example.com')).toBe(true)
  })
}

test('the findings of a policy come along', async () => {
  await expect(open('version: 2\n')).rejects.toMatchObject({
    code: 'ERR_SYNC_REFUSED',
    detail: expect.arrayContaining([expect.objectContaining({ code: 'MQ-124', line: 1 })]),
  })
})

test('a file that is not there leaves no process behind', async () => {
  const settings = {
    policy: { from: 'file', file: join(folder, 'nothing') },
    environment: 'production',
  } as const
  await expect(openPolicy(settings, () => undefined)).rejects.toThrow('ENOENT')
  await until(() => compilers().length === 0)
})

test('a large policy replaces another, again and again', async () => {
  const { policy, events, write, grants } = await open(many(0))
  const types: string[] = []
  policy.onEvent(({ type }) => {
    types.push(type)
    // Each holds its policy.
    events.length = 0
  })
  for (const from of [1, 2, 3]) {
    const old = new WeakRef(policy.held?.bundle ?? {})
    write(many(from))
    await policy.reload()
    await pause(20)
    // Collected, and held by nobody. Not compared by `toBe`, which would print it.
    expect(old.deref() === undefined).toBe(true)
    expect(grants(`https://o${from + 19_999}.example.org`)).toBe(true)
    expect(grants(`https://o${from - 1}.example.org`)).toBe(false)
  }
  // The file is looked at each second too, and may then be as it was.
  expect(types.filter((type) => type !== 'unchanged')).toEqual(['swapped', 'swapped', 'swapped'])
  expect(compilers()).toEqual([])
})

test('that a process was killed while it read is told, and the next one reads', async () => {
  const { policy, events, write, grants } = await open(POLICY('https://app.example.com'))
  write(many(0))
  const reloaded = policy.reload()
  await until(() => compilers().length > 0)
  for (const pid of compilers()) process.kill(pid, 'SIGKILL')
  await reloaded
  expect(events[0]).toEqual({
    type: 'rejected',
    of: 'bundle',
    problem: expect.objectContaining({ message: expect.stringContaining('SIGKILL') }),
  })
  await policy.reload()
  expect(grants('https://o1.example.org')).toBe(true)
})

test('closing does not wait for a policy that is being read', async () => {
  const { policy, write, events } = await open(POLICY('https://app.example.com'))
  write(many(0))
  const reloaded = policy.reload()
  await until(() => compilers().length > 0)
  for (const pid of compilers()) process.kill(pid, 'SIGSTOP')
  await policy.close()
  await reloaded
  await until(() => compilers().length === 0)
  expect(events).toEqual([])
})

test('what a terminal sends to all processes does not end one that reads', async () => {
  const { policy, write, grants } = await open(POLICY('https://app.example.com'))
  write(many(0))
  const reloaded = policy.reload()
  await until(() => compilers().some(hears))
  for (const pid of compilers()) {
    for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.kill(pid, signal)
  }
  await reloaded
  expect(grants('https://o1.example.org')).toBe(true)
})

/** The processes of this one that read policies. */
function compilers(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const [stat, command] = [`/proc/${name}/stat`, `/proc/${name}/cmdline`].map(textOf)
      const [state, parent] = stat?.replace(/^.*\) /s, '').split(' ') ?? []
      return (
        parent === String(process.pid) &&
        state !== 'Z' &&
        command?.includes('compiler-main') === true
      )
    })
    .map(Number)
}

/** Whether it has a handler for SIGHUP already. */
function hears(pid: number): boolean {
  const caught = /^SigCgt:\s+([0-9a-f]+)/m.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1] ?? '0'
  return (BigInt(`0x${caught}`) & 1n) === 1n
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 300_000
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come')
    await pause(2)
  }
}
