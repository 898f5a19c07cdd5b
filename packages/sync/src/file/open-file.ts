/**
 * A policy that renews itself from a file.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import type { Bundle } from '@marque/core'
import { tooLarge, trustLocal, verifySigned } from '../accept/accept.ts'
import { type Clock, guardClock, SYSTEM_CLOCK } from '../clock/clock-guard.ts'
import {
  type Announcer,
  newAnnouncer,
  type PolicySource,
  type SyncEvent,
} from '../policy-source.ts'
import { importKeys, type KeySet, type TrustedKey } from '../signature/keys.ts'
import { isSyncProblem, SyncError, type SyncProblem } from '../sync-problem.ts'
import type { NamedBundle, VerifiedBundle } from '../verified-bundle.ts'

export interface FileOptions {
  readonly path: string
  /**
   * Makes a bundle of the bytes: `readBundle` for a bundle, the policy language for a policy. A problem's `detail` is given on to the operator.
   * What it throws is a file that cannot be read. Not asked where `keys` are given: then the file is a signed bundle.
   */
  readonly read?: (bytes: Uint8Array, path: string) => Found | Promise<Found>
  /** The file is a bundle, and its signature lies beside it: `bundle.sig` for `bundle.json`. */
  readonly signed?: {
    readonly keys: readonly TrustedKey[]
    readonly environment: string
    readonly tenant?: string
  }
  /** How often the file is looked at, seconds; 1 where it is left out, 0 for never. */
  readonly interval?: number
  /** The most bytes; 128 MiB where it is left out. */
  readonly limit?: number
  readonly clock?: Clock
  /** Hears every event after the start. */
  readonly onEvent?: (event: SyncEvent) => void
}

type Found = Bundle | NamedBundle | Omit<SyncProblem, 'code'>

/** A source that can be told to look at once. */
export interface FileSource extends PolicySource {
  /** Looks at the file now, changed or not, as on SIGHUP. Keeps what is held where the file is bad; an event says so. */
  reload(): Promise<void>
}

const LIMIT = 134_217_728

/**
 * Reads the file and watches it.
 *
 * The file is looked at by its name each second, so that an editor that replaces it and a link that is turned (Kubernetes) are both seen, on network
 * file systems too. A file that is bad or gone leaves what is held.
 *
 * @throws {SyncError} The file cannot be read or is bad at the start: `code` and `detail` say why. There is nothing to fall back on yet.
 * @throws {TypeError} Neither `read` nor `signed` is given, or both; or a key cannot be read.
 */
export async function openFile(options: FileOptions): Promise<FileSource> {
  if ((options.read === undefined) === (options.signed === undefined)) {
    throw new TypeError('give `read` or `signed`, one of the two')
  }
  const keys = options.signed === undefined ? null : await importKeys(options.signed.keys)
  const reader = new FileReader(options, keys)
  const first = await reader.look(true)
  if (first === null || isSyncProblem(first))
    throw new SyncError(first ?? unreadable('nothing to read'))
  return watch(options, reader, first)
}

function watch(options: FileOptions, reader: FileReader, first: VerifiedBundle): FileSource {
  const guard = guardClock(options.clock ?? SYSTEM_CLOCK)
  const announcer = newAnnouncer()
  if (options.onEvent !== undefined) announcer.onEvent(options.onEvent)
  let held = first
  take(first)

  function take(next: VerifiedBundle): void {
    held = next
    if (next.release !== null) {
      reader.highest.set(next.release.keyId, next.release.number)
      guard.observe(next.release.issuedAt)
    }
  }

  let running: Promise<void> = Promise.resolve()
  let isClosed = false

  function look(always: boolean): Promise<void> {
    running = running.then(async () => {
      if (isClosed) return
      const found = await reader.look(always)
      if (!isClosed && found !== null) settle(found, held, announcer, take)
    })
    return running
  }

  const interval = (options.interval ?? 1) * 1000
  const timer = interval > 0 ? setInterval(() => void look(false), interval).unref() : undefined
  return {
    get engine() {
      return held.engine
    },
    get held() {
      return held
    },
    moment: () => ({ now: guard.now() }),
    onEvent: announcer.onEvent,
    reload: () => look(true),
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    },
  }
}

function settle(
  found: VerifiedBundle | SyncProblem,
  held: VerifiedBundle,
  announcer: Announcer,
  take: (next: VerifiedBundle) => void,
): void {
  if (isSyncProblem(found)) announcer.tell({ type: 'rejected', problem: found })
  else if (found.digest === held.digest && found.release?.number === held.release?.number) {
    announcer.tell({ type: 'unchanged' })
  } else {
    take(found)
    announcer.tell({ type: 'swapped', held: found, from: 'renewal' })
  }
}

/** Looks at the file, and reads it where something about it has changed. */
class FileReader {
  readonly highest = new Map<string, number>()
  readonly #options
  readonly #keys
  #seen = ''

  constructor(options: FileOptions, keys: KeySet | null) {
    this.#options = options
    this.#keys = keys
  }

  /**
   * @param always Also where the file looks as before.
   * @returns Null where nothing changed.
   */
  async look(always: boolean): Promise<VerifiedBundle | SyncProblem | null> {
    try {
      const seen = await this.#look()
      if (seen === this.#seen && !always) return null
      this.#seen = seen
      return await this.#read()
    } catch (error) {
      const message = error instanceof Error ? error.message : 'it cannot be read'
      // Said once, not each second.
      const isNews = this.#seen !== message
      this.#seen = message
      return isNews || always ? unreadable(`\`${this.#options.path}\`: ${message}`) : null
    }
  }

  /** What tells one content from another without reading it. */
  async #look(): Promise<string> {
    const paths =
      this.#keys === null ? [this.#options.path] : [this.#options.path, this.#signaturePath()]
    const parts = []
    for (const path of paths) {
      const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
      parts.push(`${ino} ${size} ${mtimeNs} ${ctimeNs}`)
    }
    return parts.join(' ')
  }

  #signaturePath(): string {
    return `${this.#options.path.replace(/\.json$/, '')}.sig`
  }

  async #read(): Promise<VerifiedBundle | SyncProblem> {
    const { path, read, signed, limit = LIMIT } = this.#options
    const { size } = await stat(path)
    if (size > limit) return tooLarge(limit)
    const bytes = await readFile(path)
    if (signed !== undefined && this.#keys !== null) {
      const signature = (await readFile(this.#signaturePath(), 'utf8')).trimEnd()
      const { environment, tenant = '' } = signed
      return verifySigned(bytes, signature, {
        keys: this.#keys,
        environment,
        tenant,
        highest: this.highest,
        limit,
      })
    }
    const bundle = (await read?.(bytes, path)) ?? { message: 'nothing reads it' }
    return 'message' in bundle ? { code: 'ERR_SYNC_REFUSED', ...bundle } : trustLocal(bundle)
  }
}

function unreadable(message: string): SyncProblem {
  return { code: 'ERR_SYNC_UNREADABLE', message }
}
