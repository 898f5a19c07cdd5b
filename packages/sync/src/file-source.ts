/**
 * A policy source that watches a file.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import type { Bundle } from '@marque/core'
import { tooLarge, trustLocal, verifySigned } from './accept.ts'
import { type Clock, guardClock, SYSTEM_CLOCK } from './clock-guard.ts'
import {
  newSyncEvents,
  type PolicySource,
  type SyncEvent,
  type SyncEvents,
} from './policy-source.ts'
import { importKeys, type KeySet, type TrustedKey } from './signature/index.ts'
import { isSyncProblem, SyncError, type SyncProblem } from './sync-problem.ts'
import type { NamedBundle, VerifiedBundle } from './verified-bundle.ts'

export interface FileOptions {
  readonly path: string
  /**
   * Converts the bytes of an unsigned file to a bundle: `readBundle` for a bundle, `open` of `@marque/policy` for a policy. The `detail` of a problem is passed
   * on to the operator. An exception counts as a file that cannot be read.
   */
  readonly read?: (bytes: Uint8Array, path: string) => ReadResult | Promise<ReadResult>
  /** The file is a signed bundle, with its signature beside it: `bundle.sig` for `bundle.json`. Instead of `read`. */
  readonly signed?: {
    readonly keys: readonly TrustedKey[]
    readonly environment: string
    readonly tenant?: string
  }
  /** Seconds between two checks of the file (default: 1); 0 disables them. */
  readonly interval?: number
  /** Maximum size, bytes (default: 128 MiB). */
  readonly limit?: number
  readonly clock?: Clock
  /** Called with every event after the start. */
  readonly onEvent?: (event: SyncEvent) => void
}

type ReadResult = Bundle | NamedBundle | Omit<SyncProblem, 'code'>

/** A source that can be reloaded on demand. */
export interface FileSource extends PolicySource {
  /** Reads the file now, changed or not, as on SIGHUP. If it is invalid, the previous policy stays in force and a `rejected` event says why. */
  reload(): Promise<void>
}

const LIMIT = 134_217_728

/**
 * Reads the file and watches it.
 *
 * The path is checked each second, so that replaced files and retargeted links (Kubernetes) are noticed, on network file systems too. If the file becomes invalid
 * or disappears, the previous policy stays in force.
 *
 * @throws {SyncError} The file cannot be read or is invalid at the start, when there is no previous policy. `code` and `detail` say why.
 * @throws {TypeError} Neither or both of `read` and `signed` are given, or a key is invalid.
 */
export async function openFile(options: FileOptions): Promise<FileSource> {
  if ((options.read === undefined) === (options.signed === undefined)) {
    throw new TypeError('either `read` or `signed` is required, not both')
  }
  const keys = options.signed === undefined ? null : await importKeys(options.signed.keys)
  const reader = new FileReader(options, keys)
  const first = await reader.check(true)
  if (first === null || isSyncProblem(first))
    throw new SyncError(first ?? unreadable('the file is empty'))
  return watch(options, reader, first)
}

function watch(options: FileOptions, reader: FileReader, first: VerifiedBundle): FileSource {
  const guard = guardClock(options.clock ?? SYSTEM_CLOCK)
  const events = newSyncEvents()
  if (options.onEvent !== undefined) events.onEvent(options.onEvent)
  let held = first
  accept(first)

  function accept(next: VerifiedBundle): void {
    held = next
    if (next.release !== null) {
      reader.highest.set(next.release.keyId, next.release.number)
      guard.observe(next.release.issuedAt)
    }
  }

  let running: Promise<void> = Promise.resolve()
  let isClosed = false

  function check(always: boolean): Promise<void> {
    running = running.then(async () => {
      if (isClosed) return
      const result = await reader.check(always)
      if (!isClosed && result !== null) settle(result, held, events, accept)
    })
    return running
  }

  const interval = (options.interval ?? 1) * 1000
  const timer = interval > 0 ? setInterval(() => void check(false), interval).unref() : undefined
  return {
    get engine() {
      return held.engine
    },
    get held() {
      return held
    },
    moment: () => ({ now: guard.now() }),
    onEvent: events.onEvent,
    reload: () => check(true),
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    },
  }
}

function settle(
  result: VerifiedBundle | SyncProblem,
  held: VerifiedBundle,
  events: SyncEvents,
  accept: (next: VerifiedBundle) => void,
): void {
  if (isSyncProblem(result)) events.emit({ type: 'rejected', of: 'bundle', problem: result })
  else if (result.digest === held.digest && result.release?.number === held.release?.number) {
    events.emit({ type: 'unchanged' })
  } else {
    accept(result)
    events.emit({ type: 'swapped', held: result, from: 'renewal' })
  }
}

/** Reads the file whenever its metadata has changed. */
class FileReader {
  readonly highest = new Map<string, number>()
  readonly #options
  readonly #keys
  /** The metadata of the last read, or the message of the last failure. */
  #state = ''

  constructor(options: FileOptions, keys: KeySet | null) {
    this.#options = options
    this.#keys = keys
  }

  /**
   * @param always Read it even if its metadata has not changed.
   * @returns Null if nothing changed.
   */
  async check(always: boolean): Promise<VerifiedBundle | SyncProblem | null> {
    try {
      const state = await this.#metadata()
      if (state === this.#state && !always) return null
      this.#state = state
      return await this.#read()
    } catch (error) {
      const message = error instanceof Error ? error.message : 'it cannot be read'
      // Report a failure once, not each second.
      const isNew = this.#state !== message
      this.#state = message
      return isNew || always ? unreadable(`\`${this.#options.path}\`: ${message}`) : null
    }
  }

  /** Changes whenever the content does. */
  async #metadata(): Promise<string> {
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
    const bundle = (await read?.(bytes, path)) ?? { message: '`read` returned nothing' }
    return 'message' in bundle ? { code: 'ERR_SYNC_REFUSED', ...bundle } : trustLocal(bundle)
  }
}

function unreadable(message: string): SyncProblem {
  return { code: 'ERR_SYNC_UNREADABLE', message }
}
