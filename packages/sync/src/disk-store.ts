/**
 * The last accepted bundles in a folder.
 *
 * Each release has a folder of its own, with `bundle.json`, `bundle.sig` and, with leases, `lease`. It is written under a temporary name, flushed, and
 * renamed: after a crash a folder is complete or absent.
 *
 * @module
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundleStore, Stored } from './bundle-store.ts'

/** How many releases are stored. */
const STORED_RELEASES = 3

const NAME = /^release-(\d{15})-[0-9a-f]{16}$/
const LEFTOVER = /^\.writing-/

/**
 * Creates a store in `folder`, which is created if it is missing.
 *
 * One process writes at a time; several may read.
 */
export function diskStore(folder: string): BundleStore {
  return {
    read: () => readAll(folder),
    async write(release, digest, entry) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `release-${String(release.number).padStart(15, '0')}-${digest.slice(7, 23)}`
      const names = await readdir(folder)
      if (!names.includes(name)) await writeFolder(folder, name, entry)
      else if (entry.lease !== null) await writeLease(join(folder, name), entry.lease)
      await removeOld(folder, names, name)
    },
  }
}

async function readAll(folder: string): Promise<readonly Stored[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const found: Stored[] = []
  for (const name of names
    .filter((each) => NAME.test(each))
    .sort()
    .reverse()) {
    const stored = await readOne(join(folder, name))
    if (stored !== undefined) found.push(stored)
  }
  return found
}

async function readOne(folder: string): Promise<Stored | undefined> {
  try {
    const bytes = await readFile(join(folder, 'bundle.json'))
    const signature = await readFile(join(folder, 'bundle.sig'), 'utf8')
    return { bytes, signature, lease: await readLeaseOf(folder) }
  } catch {
    return undefined
  }
}

/** Signature and lease are in one file, so that one rename replaces both: the signature on the first line. */
async function readLeaseOf(folder: string): Promise<Stored['lease']> {
  try {
    const text = await readFile(join(folder, 'lease'))
    const end = text.indexOf(0x0a)
    return end < 0
      ? null
      : { signature: text.subarray(0, end).toString('latin1'), bytes: text.subarray(end + 1) }
  } catch {
    return null
  }
}

async function writeFolder(folder: string, name: string, entry: Stored): Promise<void> {
  const writing = join(folder, `.writing-${process.pid}-${name}`)
  await rm(writing, { recursive: true, force: true })
  await mkdir(writing, { mode: 0o700 })
  try {
    await writeFlushed(join(writing, 'bundle.json'), entry.bytes)
    await writeFlushed(join(writing, 'bundle.sig'), entry.signature)
    if (entry.lease !== null) await writeLease(writing, entry.lease)
    await flushFolder(writing)
    await rename(writing, join(folder, name))
    await flushFolder(folder)
  } catch (error) {
    await rm(writing, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

async function writeLease(
  folder: string,
  { bytes, signature }: NonNullable<Stored['lease']>,
): Promise<void> {
  const writing = join(folder, `.lease-${process.pid}`)
  await writeFlushed(writing, Buffer.concat([Buffer.from(`${signature}\n`, 'latin1'), bytes]))
  await rename(writing, join(folder, 'lease'))
  await flushFolder(folder)
}

async function writeFlushed(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename is durable once its folder is flushed. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function removeOld(folder: string, names: readonly string[], written: string): Promise<void> {
  const releases = [...new Set([...names.filter((name) => NAME.test(name)), written])].sort()
  const old = releases
    .slice(0, Math.max(0, releases.length - STORED_RELEASES))
    .filter((name) => name !== written)
  const leftovers = names.filter((name) => LEFTOVER.test(name))
  for (const name of [...old, ...leftovers]) {
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
