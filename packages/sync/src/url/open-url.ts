/**
 * A policy that renews itself from a URL.
 *
 * @module
 */
import type { Moment } from '@marque/core'
import { verifySigned } from '../accept/accept.ts'
import { type Clock, guardClock, SYSTEM_CLOCK } from '../clock/clock-guard.ts'
import { LEASE_LIMIT, type VerifiedLease, verifyLease } from '../lease/lease.ts'
import { newAnnouncer, type PolicySource, type SyncEvent } from '../policy-source.ts'
import { importKeys, type TrustedKey } from '../signature/keys.ts'
import type { BundleStore, Stored } from '../store.ts'
import { isSyncProblem, type SyncProblem } from '../sync-problem.ts'
import type { VerifiedBundle } from '../verified-bundle.ts'
import { type Downloaded, download } from './download.ts'
import { waitAfter } from './pacing.ts'

export interface UrlOptions {
  /** Addresses of the same bundle, tried in turn. */
  readonly urls: readonly string[]
  /** Addresses of the lease; left out where bundles have none. Then no policy ever grows stale. */
  readonly leaseUrls?: readonly string[]
  /** Whom to trust. There is no way to take unsigned bundles from a network. */
  readonly keys: readonly TrustedKey[]
  readonly environment: string
  /** The empty text where there are no tenants. */
  readonly tenant?: string
  /** Keeps the last good one, for a start while nobody answers. */
  readonly store?: BundleStore
  /** Between two renewals, seconds; 30 where it is left out. */
  readonly interval?: number
  /** For one answer, seconds; 10 where it is left out. */
  readonly timeout?: number
  /** The most bytes of a bundle; 128 MiB where it is left out, the bound of `readBundle`. */
  readonly limit?: number
  /** Sent along, as an `authorization`. */
  readonly headers?: { readonly [name: string]: string }
  readonly fetch?: typeof globalThis.fetch
  /** Hears every event from the start on. */
  readonly onEvent?: (event: SyncEvent) => void
  readonly clock?: Clock
  /** From 0 to 1. */
  readonly random?: () => number
}

const LIMIT = 134_217_728

/** Bounds of what is configured, in seconds. */
const BOUNDS = { interval: [0.05, 86_400], timeout: [0.05, 600] } as const

/**
 * Opens the source: takes what the store has, asks the addresses once, and goes on asking.
 *
 * The first question is answered before this returns, well or not: see `engine`. Every bundle goes through the same steps: size, signature, tenant and
 * environment, number, form, self-test; then it is swapped in, and only then written down. A failure at any step keeps what is held.
 *
 * @throws {TypeError} A setting is missing or out of bounds, or a key cannot be read.
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
  if (options.urls.length === 0) throw new TypeError('`urls` names no address')
  for (const url of [...options.urls, ...(options.leaseUrls ?? [])]) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new TypeError(`\`${url}\` is no http or https URL`)
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
    throw new TypeError('`leaseUrls` are configured, and no key for leases')
  }
}

class UrlSource implements PolicySource {
  #held: VerifiedBundle | null = null
  #lease: VerifiedLease | null = null
  readonly #options
  readonly #keys
  readonly #guard
  readonly #announcer = newAnnouncer()
  readonly #etags = new Map<string, string>()
  readonly #highest = new Map<string, number>()
  readonly #latestLease = new Map<string, number>()
  readonly #stop = new AbortController()
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> = Promise.resolve()
  #isClockBelieved = true
  /** What the store could not take; it is tried again with each renewal. */
  #owed: VerifiedBundle | null = null

  constructor(options: UrlOptions, keys: Awaited<ReturnType<typeof importKeys>>) {
    this.#options = options
    this.#keys = keys
    this.#guard = guardClock(options.clock ?? SYSTEM_CLOCK)
    if (options.onEvent !== undefined) this.#announcer.onEvent(options.onEvent)
  }

  get engine(): VerifiedBundle['engine'] | null {
    return this.#held?.engine ?? null
  }

  get held(): VerifiedBundle | null {
    return this.#held
  }

  /** Where leases are configured and none came yet, the lease ended when the bundle was issued. */
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
    return this.#announcer.onEvent(listener)
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stop.abort()
    await this.#running
  }

  async start(): Promise<void> {
    await this.#fromStore()
    await this.#renew()
    this.#plan()
  }

  /** What is on disk is verified like what comes from the network: the disk may have been written by somebody else. */
  async #fromStore(): Promise<void> {
    const { store } = this.#options
    if (store === undefined) return
    for (const stored of await this.#readStore(store)) {
      const accepted = await this.#accept(stored)
      if (isSyncProblem(accepted)) {
        this.#announcer.tell({ type: 'rejected', problem: accepted })
        continue
      }
      this.#swap(accepted, 'disk')
      if (stored.lease !== null) await this.#takeLease(stored.lease, false)
      return
    }
  }

  async #readStore(store: BundleStore): Promise<readonly Stored[]> {
    try {
      return await store.read()
    } catch (error) {
      this.#tellStoreFailed(error)
      return []
    }
  }

  #tellStoreFailed(error: unknown): void {
    const message = error instanceof Error ? error.message : 'the store failed'
    this.#announcer.tell({ type: 'not-persisted', message })
  }

  #plan(): void {
    if (this.#stop.signal.aborted) return
    const interval = (this.#options.interval ?? 30) * 1000
    const random = this.#options.random ?? Math.random
    this.#timer = setTimeout(
      () => {
        this.#running = this.#renew().finally(() => this.#plan())
      },
      waitAfter(this.#failures, { interval, random }),
    )
    // A process that has nothing else to do may end.
    if (typeof this.#timer === 'object') this.#timer.unref()
  }

  async #renew(): Promise<void> {
    const bundle = await this.#renewBundle()
    const lease = await this.#renewLease()
    this.#failures = bundle && lease ? 0 : this.#failures + 1
    if (this.#owed !== null) await this.#persist()
    const isBelieved = this.#guard.isBelieved()
    if (isBelieved !== this.#isClockBelieved) {
      this.#isClockBelieved = isBelieved
      this.#announcer.tell({ type: 'clock', isBelieved })
    }
  }

  /** @returns Whether an address answered with something that is held now. */
  async #renewBundle(): Promise<boolean> {
    for (const url of this.#options.urls) {
      const found = await this.#ask(url, this.#options.limit ?? LIMIT, this.#held !== null)
      if (found === null) {
        this.#announcer.tell({ type: 'unchanged' })
        return true
      }
      const accepted = isSyncProblem(found) ? found : await this.#accept(found)
      if (this.#stop.signal.aborted) return false
      if (!isSyncProblem(accepted)) {
        if (!isSyncProblem(found)) this.#remember(url, found)
        if (accepted.digest === this.#held?.digest && this.#isSameRelease(accepted)) {
          this.#announcer.tell({ type: 'unchanged' })
        } else {
          this.#swap(accepted, this.#held === null ? 'start' : 'renewal')
          await this.#persist()
        }
        return true
      }
      this.#announcer.tell({ type: 'rejected', problem: accepted })
    }
    return false
  }

  #isSameRelease({ release }: VerifiedBundle): boolean {
    return release?.number === this.#held?.release?.number
  }

  async #renewLease(): Promise<boolean> {
    const { leaseUrls } = this.#options
    if (leaseUrls === undefined) return true
    for (const url of leaseUrls) {
      const found = await this.#ask(url, LEASE_LIMIT, this.#lease !== null)
      if (found === null) return true
      const problem = isSyncProblem(found) ? found : await this.#takeLease(found, true)
      if (problem === null) {
        if (!isSyncProblem(found)) this.#remember(url, found)
        return true
      }
      this.#announcer.tell({ type: 'rejected', problem })
    }
    return false
  }

  /** @param hasOne Nothing held: a 304 would leave it so. */
  #ask(url: string, limit: number, hasOne: boolean): Promise<Downloaded | null | SyncProblem> {
    return download(url, {
      etag: hasOne ? (this.#etags.get(url) ?? null) : null,
      limit,
      timeout: (this.#options.timeout ?? 10) * 1000,
      signal: this.#stop.signal,
      headers: this.#options.headers ?? {},
      fetch: this.#options.fetch ?? globalThis.fetch,
    })
  }

  /** Only once the content was taken: an ETag of something refused would hide it from then on. */
  #remember(url: string, { etag }: Downloaded): void {
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

  /** One assignment: a request sees the old bundle or the new one. */
  #swap(accepted: VerifiedBundle, from: 'start' | 'renewal' | 'disk'): void {
    this.#held = accepted
    const { release } = accepted
    if (release !== null) {
      this.#highest.set(release.keyId, release.number)
      this.#guard.observe(release.issuedAt)
    }
    this.#announcer.tell({ type: 'swapped', held: accepted, from })
  }

  async #takeLease(
    found: Pick<Downloaded, 'bytes' | 'signature'>,
    keep: boolean,
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
    this.#lease = lease.digest === this.#held?.digest ? lease : this.#tightened(lease)
    this.#announcer.tell({ type: 'lease', leaseUntil: this.#lease.leaseUntil })
    if (keep) await this.#persist()
    return null
  }

  /** The lease of a bundle that is not held: it prolongs nothing, and what it takes away is taken away at once. */
  #tightened(lease: VerifiedLease): VerifiedLease {
    const before = this.#lease
    return {
      ...lease,
      leaseUntil: before?.leaseUntil ?? this.#held?.release?.issuedAt ?? lease.issuedAt,
      lockdowns: [...(before?.lockdowns ?? []), ...lease.lockdowns],
      revokedTokens: [...new Set([...(before?.revokedTokens ?? []), ...lease.revokedTokens])],
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
      this.#owed = null
    } catch (error) {
      // Told once: a disk that is full stays so for a while.
      if (this.#owed !== held) this.#tellStoreFailed(error)
      this.#owed = held
    }
  }
}
