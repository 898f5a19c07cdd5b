/**
 * Verification of opaque tokens by introspection (RFC 7662).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Json } from '@marque/core'
import type { Clock } from '@marque/sync'
import type { IssuerSettings } from '../config/index.ts'
import { fetchJson } from './fetch-json.ts'
import { type Login, type LoginFault, loginFromClaims, type TokenVerifier } from './login.ts'

/** Times are milliseconds. */
export const INTROSPECTION = {
  timeout: 2_000,
  /** Maximum size of a response, bytes. */
  bodyLimit: 65_536,
  /** How long an active token is cached, at most until it expires: a revoked session may continue this long. */
  activeFor: 30_000,
  /** How long an inactive token is cached: short enough for new sessions, long enough that one bad token causes few requests. */
  inactiveFor: 5_000,
  /** Pause after a failed request, during which tokens are `unavailable` at once. */
  pause: 1_000,
  cacheSize: 10_000,
  /** Concurrent requests in total and for one client; beyond that tokens are `unavailable`. */
  maxPending: 256,
  maxPendingOfClient: 16,
} as const

interface CachedResult {
  readonly result: Login | 'invalid'
  /** Expiry of the token, epoch milliseconds. */
  readonly until: number
  /** End of the cache entry, on the monotonic clock. */
  readonly freshUntil: number
}

/**
 * Results are cached by the SHA-256 of the token, so that tokens stay in memory no longer than their request. Concurrent requests with one token share one
 * introspection.
 *
 * A response is accepted if `active` is the boolean true, `exp` and `nbf` hold, and `iss` and `aud`, if present, match the settings.
 *
 * @throws {TypeError} The secret file is empty or cannot be read.
 */
export function introspectionVerifier(settings: IssuerSettings, clock: Clock): TokenVerifier {
  const { introspection, issuer } = settings
  if (introspection === null)
    throw new TypeError(`the issuer \`${issuer}\` has no introspection URL`)
  const { url, clientId, clientSecretFile } = introspection
  const authorization = basicAuthorization(clientId, readSecret(clientSecretFile))
  const cache = new Map<string, CachedResult>()
  const pending = new Map<string, Promise<Login | LoginFault>>()
  const pendingByClient = new Map<string, number>()
  let failedAt = Number.NEGATIVE_INFINITY

  const countPending = (client: string, change: 1 | -1): void => {
    const count = (pendingByClient.get(client) ?? 0) + change
    if (count === 0) pendingByClient.delete(client)
    else pendingByClient.set(client, count)
  }
  const introspect = async (
    token: string,
    key: string,
    now: number,
  ): Promise<Login | LoginFault> => {
    const response = await fetchJson(url, {
      timeout: INTROSPECTION.timeout,
      limit: INTROSPECTION.bodyLimit,
      headers: { authorization },
      form: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    })
    if (!isIntrospection(response)) {
      failedAt = clock.monotonic()
      return 'unavailable'
    }
    const result = response.active === true ? readLogin(response, settings, key, now) : 'invalid'
    if (result === 'expired') return result
    const lifetime = result === 'invalid' ? INTROSPECTION.inactiveFor : INTROSPECTION.activeFor
    const until = result === 'invalid' ? Number.POSITIVE_INFINITY : result.until
    cache.delete(key)
    if (cache.size >= INTROSPECTION.cacheSize) deleteOldest(cache)
    cache.set(key, { result, until, freshUntil: clock.monotonic() + lifetime })
    return result
  }
  return {
    async verify(token, now, client) {
      const key = createHash('sha256').update(token).digest('base64url')
      const cached = cache.get(key)
      if (cached !== undefined && clock.monotonic() < cached.freshUntil) {
        return now < cached.until ? cached.result : 'expired'
      }
      const shared = pending.get(key)
      if (shared !== undefined) return shared
      const isPaused = clock.monotonic() - failedAt < INTROSPECTION.pause
      const isFull =
        pending.size >= INTROSPECTION.maxPending ||
        (pendingByClient.get(client) ?? 0) >= INTROSPECTION.maxPendingOfClient
      if (isPaused || isFull) return 'unavailable'
      countPending(client, 1)
      const result = introspect(token, key, now).finally(() => {
        pending.delete(key)
        countPending(client, -1)
      })
      pending.set(key, result)
      return result
    },
  }
}

interface Introspection {
  readonly [claim: string]: Json
}

/** `active` is required and a boolean (RFC 7662, 2.2): `"true"` is invalid. */
function isIntrospection(value: unknown): value is Introspection & { readonly active: boolean } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'active' in value &&
    typeof value.active === 'boolean'
  )
}

function readLogin(
  response: Introspection,
  { issuer, audience, clockSkew }: IssuerSettings,
  key: string,
  now: number,
): Login | 'invalid' | 'expired' {
  const { iss, aud, exp, nbf, sub } = response
  if (iss !== undefined && iss !== issuer) return 'invalid'
  const audiences = aud === undefined ? null : [aud].flat()
  if (
    audiences !== null &&
    !audiences.some((one) => typeof one === 'string' && audience.includes(one))
  )
    return 'invalid'
  if (exp !== undefined && typeof exp !== 'number') return 'invalid'
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf * 1_000 > now + clockSkew))
    return 'invalid'
  // `sub` is optional in RFC 7662; a session without it is its own subject.
  const subject = typeof sub === 'string' && sub !== '' ? sub : `session ${key}`
  const login = loginFromClaims(`${issuer}\n${subject}`, response, now, clockSkew)
  return now < login.until ? login : 'expired'
}

function deleteOldest(cache: Map<string, CachedResult>): void {
  const [oldest] = cache.keys()
  if (oldest !== undefined) cache.delete(oldest)
}

function readSecret(file: string): string {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new TypeError(`cannot read the client secret file \`${file}\``, { cause })
  }
  if (secret === '') throw new TypeError(`the client secret file \`${file}\` is empty`)
  return secret
}

/** RFC 6749, 2.3.1: both parts are form-encoded first. */
function basicAuthorization(id: string, secret: string): string {
  const [left, right] = [id, secret].map((text) =>
    new URLSearchParams({ '': text }).toString().slice(1),
  )
  return `Basic ${Buffer.from(`${left}:${right}`).toString('base64')}`
}
