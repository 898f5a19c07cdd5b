import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { mkdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withoutPolicy } from '@marque/core'
import { type DecidedRequest, readUsage } from '@marque/core/telemetry'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openUsageFile } from '../src/node.ts'

const START = Date.UTC(2026, 10, 30, 15, 20)
const HOUR = 3_600_000

let folder: string
let path: string
const problems: string[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START })
  folder = mkdtempSync(join(tmpdir(), 'marque-usage-'))
  path = join(folder, 'usage.ndjson')
  problems.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

const opened = () =>
  openUsageFile({ path, layer: 'gateway', onProblem: (message) => problems.push(message) })

function decided(origin = 'https://a.example'): DecidedRequest {
  const facts = {
    method: 'GET',
    url: 'https://api.example.com/?q=s3cret',
    headers: [['Origin', origin] as const, ['Cookie', 'id=s3cret'] as const],
  }
  const moment = { now: Date.now() }
  return { facts, context: {}, moment, engine: null, decision: withoutPolicy(facts) }
}

const lines = (file = path): unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

const header = (from: string) => ({
  format: 'marque-usage/1',
  layer: 'gateway',
  environment: 'production',
  from,
})

/** Advances the clock; what is written then is on disk when `close` has finished. */
const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

test('F29: each hour of UTC is written when it has ended, also one without requests; the last one at the close', async () => {
  const usage = await opened()
  usage.add(decided())
  usage.add(decided())
  await pass(2 * HOUR)
  usage.add(decided())
  await usage.close()
  const row = {
    resource: null,
    grant: null,
    set: null,
    origin: 'https://a.example',
    kind: 'actual',
    reach: true,
    read: false,
    reason: 'no-policy',
    credentials: true,
    mode: 'enforce',
  }
  expect(lines()).toEqual([
    header('2026-11-30T15:20:00Z'),
    { hour: '2026-11-30T15:00:00Z', ...row, n: 2 },
    { hour: '2026-11-30T15:00:00Z', seen: 2, dropped: 0 },
    { hour: '2026-11-30T16:00:00Z', seen: 0, dropped: 0 },
    { hour: '2026-11-30T17:00:00Z', ...row, n: 1 },
    { hour: '2026-11-30T17:00:00Z', seen: 1, dropped: 0 },
  ])
  expect(readFileSync(path, 'utf8')).not.toContain('s3cret')
})

test('F29: after a restart the file is continued under a header of its own, and a line that a crash cut off harms no other', async () => {
  const first = await opened()
  first.add(decided())
  await first.close()
  appendFileSync(path, '{"hour":"2026-11-30T15:0')
  await pass(60_000)
  const second = await opened()
  second.add(decided())
  await second.close()
  const text = readFileSync(path, 'utf8')
  expect(text).toContain('"from":"2026-11-30T15:21:00Z"')
  const { rows, hours, unreadable } = readUsage([text])
  expect(unreadable).toBe(1)
  expect(rows.map(({ n }) => n)).toEqual([2])
  expect(hours).toMatchObject([{ seen: 2, dropped: 0 }])
})

test('F29: an hour that cannot be written is reported once and counted as dropped; recording goes on', async () => {
  const usage = await opened()
  usage.add(decided())
  usage.add(decided())
  // Nothing can be appended to a folder.
  rmSync(path)
  await mkdir(path)
  await pass(HOUR)
  usage.add(decided())
  await pass(HOUR)
  await vi.waitFor(() => expect(problems).toHaveLength(1))
  await rmdir(path)
  usage.add(decided())
  await usage.close()
  expect(problems).toEqual([
    expect.stringMatching(/^marque: usage cannot be written to `.+usage\.ndjson`: EISDIR/),
  ])
  const { rows, hours } = readUsage([readFileSync(path, 'utf8')])
  expect(rows.map(({ n }) => n)).toEqual([1])
  expect(hours).toMatchObject([
    { seen: 0, dropped: 2 },
    { seen: 0, dropped: 1 },
    { seen: 1, dropped: 0 },
  ])
})

test('a file that was renamed is followed by a new one with a header', async () => {
  const usage = await opened()
  usage.add(decided())
  await pass(HOUR)
  await usage.close()
  const next = await opened()
  renameSync(path, `${path}.old`)
  next.add(decided())
  await next.close()
  expect(lines()[0]).toEqual(header('2026-11-30T16:20:00Z'))
  expect(lines(`${path}.old`)).toHaveLength(3)
})

test('a folder that does not exist is an error at the start', async () => {
  await expect(
    openUsageFile({ path: join(folder, 'none', 'usage.ndjson'), layer: 'gateway' }),
  ).rejects.toThrow('ENOENT')
})
