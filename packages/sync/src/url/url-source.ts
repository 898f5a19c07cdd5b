/**
 * A policy source that polls addresses of a distributor.
 *
 * @module
 */
import type { Moment } from '@marque/core'
import { verifySigned } from '../accept.ts'
import type { BundleStore, Stored } from '../bundle-store.ts'
import { type Clock, guardClock, SYSTEM_CLOCK } from '../clock-guard.ts'
import { LEASE_LIMIT, type VerifiedLease, verifyLease } from '../lease.ts'
import { newSyncEvents, type PolicySource, type SyncEvent } from '../policy-source.ts'
import { importKeys, type TrustedKey } from '../signature/index.ts'
import { isSyncProblem, type SyncProblem } from '../sync-problem.ts'
import type { VerifiedBundle } from '../verified-bundle.ts'
import { type Downloaded, download } from './download.ts'
import { delayAfter } from './pacing.ts'

export interface UrlOptions {
  /** Addresses of the same bundle, tried in order. */
  readonly urls: readonly string[]
  /** Addresses of the lease (default: bundles have no lease, so that no policy becomes stale). */
  readonly leaseUrls?: readonly string[]
  /** Trusted keys. Unsigned bundles are never accepted from a network. */
  readonly keys: readonly TrustedKey[]
  readonly environment: string
  /** The empty string (default) without tenants. */
  readonly tenant?: string
  /** Keeps the last accepted bundles, for a start while no address responds. */
  readonly store?: BundleStore
  /** Between two requests, seconds (default: 30). */
  readonly interval?: number
  /** For one response, seconds (default: 10). */
  readonly timeout?: number
  /** Maximum size of a bundle, bytes (default: 128 MiB, the limit of `readBundle`). */
  readonly limit?: number
  /** Request headers, such as `authorization`. */
  readonly headers?: { readonly [name: string]: string }
  readonly fetch?: typeof globalThis.fetch
  /** Called with every event from the start on. */
  readonly onEvent?: (event: SyncEvent) => void
  readonly clock?: Clock
  /** Returns numbers from 0 to 1 (default: `Math.random`). */
  readonly random?: () => number
}

const LIMIT = 134_217_728

/** Bounds of the settings, seconds. */
const BOUNDS = { interval: [0.05, 86_400], timeout: [0.05, 600] } as const

/**
 * Opens the source: loads what the store has, requests the addresses once, and keeps polling them.
 *
 * It resolves after the first request, also if that failed; `engine` is null then, unless the store had a bundle. Every bundle goes through the same steps: size,
 * signature, tenant and environment, number, format, self-test; then it is put in force, and then stored. If a step fails, the previous bundle stays in force.
 *
 * @throws {TypeError} A setting is missing or out of bounds, or a key is invalid.
 *
 * @example
 * ```ts
 * const source = await openUrl({ urls: ['https://policy.example.com/v1/bundles/production'], keys, environment: 'production' })
 * ```
 */
export async function openUrl(options: UrlOptions): Promise<PolicySource> {
  checkSettings(options)
  const source = new UrlSource(options, await importKeys(options.keys))
  await source.start()
  return source
}

function checkSettings(options: UrlOptions): void {
  if (options.urls.length === 0) throw new TypeError('`urls` is empty')
  for (const url of [...options.urls, ...(options.leaseUrls ?? [])]) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new TypeError(`\`${url}\` is not an http or https URL`)
    }
  }
  if (options.environment === '') throw new TypeError('`environment` is empty')
  for (const name of ['interval', 'timeout'] as const) {
    const [least, most] = BOUNDS[name]
    const value = options[name] ?? least
    if (!(value >= least && value <= most)) {
      throw new TypeError(`\`${name}\` must be from ${least} to ${most} seconds`)
    }
  }
  if (options.leaseUrls !== undefined && !options.keys.some(({ purpose }) => purpose === 'lease')) {
    throw new TypeError('`leaseUrls` require a key for the purpose `lease`')
  }
}

class UrlSource implements PolicySource {
  #held: VerifiedBundle | null = null
  #lease: VerifiedLease | null = null
  readonly #options
  readonly #keys
  readonly #guard
  readonly #events = newSyncEvents()
  readonly #etags = new Map<string, string>()
  readonly #highest = new Map<string, number>()
  readonly #latestLease = new Map<string, number>()
  readonly #stop = new AbortController()
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> = Promise.resolve()
  #isClockTrusted = true
  /** The bundle that the store failed to write; retried after each request. */
  #unsaved: VerifiedBundle | null = null

  constructor(options: UrlOptions, keys: Awaited<ReturnType<typeof importKeys>>) {
    this.#options = options
    this.#keys = keys
    this.#guard = guardClock(options.clock ?? SYSTEM_CLOCK)
    if (options.onEvent !== undefined) this.#events.onEvent(options.onEvent)
  }

  get engine(): VerifiedBundle['engine'] | null {
    return this.#held?.engine ?? null
  }

  get held(): VerifiedBundle | null {
    return this.#held
  }

  /** With `leaseUrls` and before the first lease, the lease counts as ended when the bundle was issued. */
  moment(): Moment {
    const now = this.#guard.now()
    const lease = this.#lease
    if (lease !== null) {
      const { leaseUntil, lockdowns, revokedTokens } = lease
      return { now, leaseUntil, lockdowns, revokedTokens }
    }
    const issuedAt = this.#held?.release?.issuedAt
    const hasLeases = this.#options.leaseUrls !== undefined
    return hasLeases && issuedAt !== undefined ? { now, leaseUntil: issuedAt } : { now }
  }

  onEvent(listener: (event: SyncEvent) => void): () => void {
    return this.#events.onEvent(listener)
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stop.abort()
    await this.#running
  }

  async start(): Promise<void> {
    await this.#loadFromStore()
    await this.#update()
    this.#schedule()
  }

  /** Stored bundles are verified like those from the network: the disk may have been modified. */
  async #loadFromStore(): Promise<void> {
    const { store } = this.#options
    if (store === undefined) return
    for (const stored of await this.#readStore(store)) {
      const accepted = await this.#accept(stored)
      if (isSyncProblem(accepted)) {
        this.#events.emit({ type: 'rejected', of: 'bundle', problem: accepted })
        continue
      }
      this.#swap(accepted, 'disk')
      if (stored.lease !== null) await this.#acceptLease(stored.lease, false)
      return
    }
  }

  async #readStore(store: BundleStore): Promise<readonly Stored[]> {
    try {
      return await store.read()
    } catch (error) {
      this.#reportStoreFailure(error)
      return []
    }
  }

  #reportStoreFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : 'the store failed'
    this.#events.emit({ type: 'not-persisted', message })
  }

  #schedule(): void {
    if (this.#stop.signal.aborted) return
    const interval = (this.#options.interval ?? 30) * 1000
    const random = this.#options.random ?? Math.random
    this.#timer = setTimeout(
      () => {
        this.#running = this.#update().finally(() => this.#schedule())
      },
      delayAfter(this.#failures, { interval, random }),
    )
    // The timer must not keep the process alive.
    if (typeof this.#timer === 'object') this.#timer.unref()
  }

  async #update(): Promise<void> {
    const bundle = await this.#updateBundle()
    const lease = await this.#updateLease()
    this.#failures = bundle && lease ? 0 : this.#failures + 1
    if (this.#unsaved !== null) await this.#persist()
    const isTrusted = this.#guard.isTrusted()
    if (isTrusted !== this.#isClockTrusted) {
      this.#isClockTrusted = isTrusted
      this.#events.emit({ type: 'clock', isTrusted })
    }
  }

  /** @returns Whether an address responded with a bundle that is in force now. */
  async #updateBundle(): Promise<boolean> {
    for (const url of this.#options.urls) {
      const found = await this.#request(url, this.#options.limit ?? LIMIT, this.#held !== null)
      if (found === null) {
        this.#events.emit({ type: 'unchanged' })
        return true
      }
      const accepted = isSyncProblem(found) ? found : await this.#accept(found)
      if (this.#stop.signal.aborted) return false
      if (!isSyncProblem(accepted)) {
        if (!isSyncProblem(found)) this.#rememberEtag(url, found)
        if (accepted.digest === this.#held?.digest && this.#isSameRelease(accepted)) {
          this.#events.emit({ type: 'unchanged' })
        } else {
          this.#swap(accepted, this.#held === null ? 'start' : 'renewal')
          await this.#persist()
        }
        return true
      }
      this.#events.emit({ type: 'rejected', of: 'bundle', problem: accepted })
    }
    return false
  }

  #isSameRelease({ release }: VerifiedBundle): boolean {
    return release?.number === this.#held?.release?.number
  }

  async #updateLease(): Promise<boolean> {
    const { leaseUrls } = this.#options
    if (leaseUrls === undefined) return true
    for (const url of leaseUrls) {
      const found = await this.#request(url, LEASE_LIMIT, this.#lease !== null)
      if (found === null) return true
      const problem = isSyncProblem(found) ? found : await this.#acceptLease(found, true)
      if (problem === null) {
        if (!isSyncProblem(found)) this.#rememberEtag(url, found)
        return true
      }
      this.#events.emit({ type: 'rejected', of: 'lease', problem })
    }
    return false
  }

  /** @param isConditional Whether a 304 is acceptable: not before something is in force. */
  #request(
    url: string,
    limit: number,
    isConditional: boolean,
  ): Promise<Downloaded | null | SyncProblem> {
    return download(url, {
      etag: isConditional ? (this.#etags.get(url) ?? null) : null,
      limit,
      timeout: (this.#options.timeout ?? 10) * 1000,
      signal: this.#stop.signal,
      headers: this.#options.headers ?? {},
      fetch: this.#options.fetch ?? globalThis.fetch,
    })
  }

  /** Only after the content was accepted: the ETag of rejected content would hide it from then on. */
  #rememberEtag(url: string, { etag }: Downloaded): void {
    if (etag === null) this.#etags.delete(url)
    else this.#etags.set(url, etag)
  }

  #accept({
    bytes,
    signature,
  }: {
    readonly bytes: Uint8Array
    readonly signature: string | null
  }): Promise<VerifiedBundle | SyncProblem> {
    return verifySigned(bytes, signature, {
      keys: this.#keys,
      tenant: this.#options.tenant ?? '',
      environment: this.#options.environment,
      highest: this.#highest,
      limit: this.#options.limit ?? LIMIT,
    })
  }

  /** A single assignment: a request uses either the old bundle or the new one. */
  #swap(accepted: VerifiedBundle, from: 'start' | 'renewal' | 'disk'): void {
    this.#held = accepted
    const { release } = accepted
    if (release !== null) {
      this.#highest.set(release.keyId, release.number)
      this.#guard.observe(release.issuedAt)
    }
    this.#events.emit({ type: 'swapped', held: accepted, from })
  }

  async #acceptLease(
    found: Pick<Downloaded, 'bytes' | 'signature'>,
    store: boolean,
  ): Promise<SyncProblem | null> {
    const lease = await verifyLease(found.bytes, found.signature, {
      keys: this.#keys,
      tenant: this.#options.tenant ?? '',
      environment: this.#options.environment,
      latest: this.#latestLease,
    })
    if (isSyncProblem(lease)) return lease
    this.#latestLease.set(lease.keyId, lease.issuedAt)
    this.#guard.observe(lease.issuedAt)
    this.#lease = lease.digest === this.#held?.digest ? lease : this.#merged(lease)
    this.#events.emit({ type: 'lease', leaseUntil: this.#lease.leaseUntil })
    if (store) await this.#persist()
    return null
  }

  /** The lease of another bundle: it extends nothing, but its restrictions apply at once. */
  #merged(lease: VerifiedLease): VerifiedLease {
    const current = this.#lease
    return {
      ...lease,
      leaseUntil: current?.leaseUntil ?? this.#held?.release?.issuedAt ?? lease.issuedAt,
      lockdowns: [...(current?.lockdowns ?? []), ...lease.lockdowns],
      revokedTokens: [...new Set([...(current?.revokedTokens ?? []), ...lease.revokedTokens])],
    }
  }

  async #persist(): Promise<void> {
    const { store } = this.#options
    const held = this.#held
    if (store === undefined || held === null || held.release === null) return
    const lease = this.#lease?.digest === held.digest ? this.#lease : null
    const entry: Stored = { bytes: held.bytes, signature: held.release.signature, lease }
    try {
      await store.write(held.release, held.digest, entry)
      this.#unsaved = null
    } catch (error) {
      // Report a failure once: a full disk stays full for a while.
      if (this.#unsaved !== held) this.#reportStoreFailure(error)
      this.#unsaved = held
    }
  }
}
