import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleBytes, readBundle } from '@marque/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PolicySource, SyncEvent } from '../src/index.ts'
import { type FileOptions, type FileSource, openFile } from '../src/node.ts'
import { bundleFor, ENVIRONMENT, newPublisher } from './release.ts'

const A = 'https://a.example.com'
const B = 'https://b.example.com'

let folder: string
let file: string
let source: FileSource | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-file-'))
  file = join(folder, 'bundle.json')
  writeFileSync(file, bundleBytes(bundleFor(A)))
})

afterEach(async () => {
  await source?.close()
  source = undefined
  rmSync(folder, { recursive: true, force: true })
})

const read: NonNullable<FileOptions['read']> = (bytes) => {
  const result = readBundle(bytes)
  return 'code' in result ? { message: result.message, detail: result } : result
}

async function start(options: Partial<FileOptions> = {}): Promise<FileSource> {
  source = await openFile({ path: file, read, interval: 0.03, ...options })
  return source
}

function next(from: PolicySource, type: SyncEvent['type']): Promise<SyncEvent> {
  return new Promise((resolve) => {
    const stop = from.onEvent((event) => {
      if (event.type !== type) return
      stop()
      resolve(event)
    })
  })
}

const granted = (from: PolicySource): unknown => from.engine?.bundle.sets.web?.exact[0]

test('a file that is written over is read again', async () => {
  const from = await start()
  writeFileSync(file, bundleBytes(bundleFor(B)))
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a file that is replaced by a rename is read again', async () => {
  const from = await start()
  writeFileSync(`${file}.new`, bundleBytes(bundleFor(B)))
  renameSync(`${file}.new`, file)
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a link that is turned to another folder is read again, as Kubernetes turns it', async () => {
  const link = join(folder, 'link.json')
  writeFileSync(join(folder, 'two.json'), bundleBytes(bundleFor(B)))
  symlinkSync('bundle.json', link)
  const from = await start({ path: link })
  symlinkSync('two.json', `${link}.new`)
  renameSync(`${link}.new`, link)
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a bad file leaves what is held, says why once, and a good one mends it', async () => {
  const from = await start()
  let rejected = 0
  from.onEvent((event) => {
    if (event.type === 'rejected') rejected += 1
  })
  writeFileSync(file, '{')
  expect(await next(from, 'rejected')).toMatchObject({
    problem: { code: 'ERR_SYNC_REFUSED', message: 'the text is not JSON' },
  })
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect([rejected, granted(from)]).toEqual([1, A])
  writeFileSync(file, bundleBytes(bundleFor(B)))
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a file that is gone leaves what is held', async () => {
  const from = await start()
  unlinkSync(file)
  expect(await next(from, 'rejected')).toMatchObject({ problem: { code: 'ERR_SYNC_UNREADABLE' } })
  expect(granted(from)).toBe(A)
})

test('a reload looks at once', async () => {
  const from = await start({ interval: 0 })
  writeFileSync(file, bundleBytes(bundleFor(B)))
  await from.reload()
  expect(granted(from)).toBe(B)
})

test('a start without a file, or with a bad one, is refused with the reason', async () => {
  await expect(start({ path: join(folder, 'none') })).rejects.toMatchObject({
    code: 'ERR_SYNC_UNREADABLE',
  })
  writeFileSync(file, '{"format":"marque-bundle/9"}')
  await expect(start()).rejects.toMatchObject({
    code: 'ERR_SYNC_REFUSED',
    detail: { code: 'ERR_BUNDLE_FORMAT' },
  })
})

test('a signed file needs its signature, and a new one is taken with it', async () => {
  const publisher = await newPublisher()
  const signed = { keys: publisher.keys, environment: ENVIRONMENT }
  const options = { path: file, signed, interval: 0 }
  await expect(openFile(options)).rejects.toMatchObject({ code: 'ERR_SYNC_UNREADABLE' })
  const first = await publisher.bundle(bundleFor(A), { number: 2 })
  writeFileSync(join(folder, 'bundle.sig'), `${first.signature}\n`)
  const from = await openFile(options)
  source = from
  const older = await publisher.bundle(bundleFor(B), { number: 1 })
  const replay = next(from, 'rejected')
  writeFileSync(file, older.bytes)
  writeFileSync(join(folder, 'bundle.sig'), older.signature)
  await from.reload()
  expect(await replay).toMatchObject({ problem: { code: 'ERR_SYNC_REPLAYED' } })
  const newer = await publisher.bundle(bundleFor(B), { number: 3 })
  writeFileSync(file, newer.bytes)
  writeFileSync(join(folder, 'bundle.sig'), newer.signature)
  await from.reload()
  expect(granted(from)).toBe(B)
})
