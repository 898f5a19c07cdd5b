import { renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { bundleBytes, readBundle } from '@marque/core'
import { type TemporaryFolder, temporaryFolder } from '@marque/testkit/processes'
import { ENVIRONMENT, newPublisher, releaseBundle } from '@marque/testkit/releases'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PolicySource, SyncEvent } from '../src/index.ts'
import { type FileOptions, type FileSource, openFile } from '../src/node.ts'

const A = 'https://a.example.com'
const B = 'https://b.example.com'

let folder: TemporaryFolder
let file: string
let source: FileSource | undefined

beforeEach(() => {
  folder = temporaryFolder()
  file = folder.at('bundle.json')
  writeFileSync(file, bundleBytes(releaseBundle(A)))
})

afterEach(async () => {
  await source?.close()
  source = undefined
  folder.remove()
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

test('an overwritten file is read again', async () => {
  const from = await start()
  writeFileSync(file, bundleBytes(releaseBundle(B)))
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a file replaced by a rename is read again', async () => {
  const from = await start()
  writeFileSync(`${file}.new`, bundleBytes(releaseBundle(B)))
  renameSync(`${file}.new`, file)
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('a retargeted link is read again, as Kubernetes updates it', async () => {
  const link = folder.at('link.json')
  writeFileSync(folder.at('two.json'), bundleBytes(releaseBundle(B)))
  symlinkSync('bundle.json', link)
  const from = await start({ path: link })
  symlinkSync('two.json', `${link}.new`)
  renameSync(`${link}.new`, link)
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('after an invalid file the previous policy stays in force, the reason is reported once, and a valid file is accepted', async () => {
  const from = await start()
  let rejected = 0
  from.onEvent((event) => {
    if (event.type === 'rejected') rejected += 1
  })
  writeFileSync(file, '{')
  expect(await next(from, 'rejected')).toMatchObject({
    problem: { code: 'ERR_SYNC_REFUSED', message: 'invalid JSON' },
  })
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect([rejected, granted(from)]).toEqual([1, A])
  writeFileSync(file, bundleBytes(releaseBundle(B)))
  await next(from, 'swapped')
  expect(granted(from)).toBe(B)
})

test('after the file disappears the policy stays in force', async () => {
  const from = await start()
  unlinkSync(file)
  expect(await next(from, 'rejected')).toMatchObject({ problem: { code: 'ERR_SYNC_UNREADABLE' } })
  expect(granted(from)).toBe(A)
})

test('a reload checks at once', async () => {
  const from = await start({ interval: 0 })
  writeFileSync(file, bundleBytes(releaseBundle(B)))
  await from.reload()
  expect(granted(from)).toBe(B)
})

test('a start with a missing or invalid file is rejected with the reason', async () => {
  await expect(start({ path: folder.at('none') })).rejects.toMatchObject({
    code: 'ERR_SYNC_UNREADABLE',
  })
  writeFileSync(file, '{"format":"marque-bundle/9"}')
  await expect(start()).rejects.toMatchObject({
    code: 'ERR_SYNC_REFUSED',
    detail: { code: 'ERR_BUNDLE_FORMAT' },
  })
})

test('a signed file needs its signature, and a new one is accepted with it', async () => {
  const publisher = await newPublisher()
  const signed = { keys: publisher.keys, environment: ENVIRONMENT }
  const options = { path: file, signed, interval: 0 }
  await expect(openFile(options)).rejects.toMatchObject({ code: 'ERR_SYNC_UNREADABLE' })
  const first = await publisher.bundle(releaseBundle(A), { number: 2 })
  writeFileSync(folder.at('bundle.sig'), `${first.signature}\n`)
  const from = await openFile(options)
  source = from
  const older = await publisher.bundle(releaseBundle(B), { number: 1 })
  const replay = next(from, 'rejected')
  writeFileSync(file, older.bytes)
  writeFileSync(folder.at('bundle.sig'), older.signature)
  await from.reload()
  expect(await replay).toMatchObject({ problem: { code: 'ERR_SYNC_REPLAYED' } })
  const newer = await publisher.bundle(releaseBundle(B), { number: 3 })
  writeFileSync(file, newer.bytes)
  writeFileSync(folder.at('bundle.sig'), newer.signature)
  await from.reload()
  expect(granted(from)).toBe(B)
})
