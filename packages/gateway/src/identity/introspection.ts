/**
 * Opaque tokens and sessions, asked of their issuer (RFC 7662).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Json } from '@marque/core'
import type { Clock } from '@marque/sync'
import type { IssuerSettings } from '../settings/settings.ts'
import { askBounded } from './ask-bounded.ts'
import { type Login, type LoginFault, loginOf, type Verifier } from './login.ts'

/** Milliseconds, bytes, answers. */
export const INTROSPECTION = {
  timeout: 2_000,
  limit: 65_536,
  /** How long a good answer is believed, and no longer than the token lives: a session that was ended may go on so long. */
  kept: 30_000,
  /** The same for "not active": a new session is seen soon, and one bad token is not asked about a thousand times. */
  keptBad: 5_000,
  /** After a question without an answer nobody asks for so long: what is wanted of a server that is gone fails at once. */
  pause: 1_000,
  answers: 10_000,
  /** Questions under way at once, of all clients and of one; beyond it a token is `unavailable`. */
  atOnce: 256,
  atOnceOfOne: 16,
} as const

interface Answer {
  readonly found: Login | 'invalid'
  /** The token's own end, epoch milliseconds. */
  readonly until: number
  /** When the issuer is asked again, on the clock that only grows. */
  readonly freshUntil: number
}

/**
 * Answers are kept by the SHA-256 of the token, so that no token lies in memory for longer than its question. Many requests with one token ask once.
 *
 * What the issuer says must be for this gateway: `active` is the boolean true, `exp` and `nbf` hold, and `iss` and `aud`, where they are said, are those of the settings.
 *
 * @throws {TypeError} The file of the secret is empty or cannot be read.
 */
export function introspection(settings: IssuerSettings, clock: Clock): Verifier {
  const { introspection: asked, issuer } = settings
  if (asked === null) throw new TypeError(`the issuer \`${issuer}\` is not asked`)
  const authorization = basic(asked.clientId, secretIn(asked.clientSecretFile))
  const answers = new Map<string, Answer>()
  const underWay = new Map<string, Promise<Login | LoginFault>>()
  const busy = new Map<string, number>()
  let failedAt = Number.NEGATIVE_INFINITY

  const begin = (client: string): void => void busy.set(client, (busy.get(client) ?? 0) + 1)
  const end = (client: string): void => {
    const left = (busy.get(client) ?? 1) - 1
    if (left === 0) busy.delete(client)
    else busy.set(client, left)
  }
  const ask = async (token: string, key: string, now: number): Promise<Login | LoginFault> => {
    const said = await askBounded(asked.url, {
      timeout: INTROSPECTION.timeout,
      limit: INTROSPECTION.limit,
      headers: { authorization },
      form: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    })
    if (!isAnswer(said)) {
      failedAt = clock.monotonic()
      return 'unavailable'
    }
    const found = said.active === true ? read(said, settings, key, now) : 'invalid'
    if (found === 'expired') return found
    const kept = found === 'invalid' ? INTROSPECTION.keptBad : INTROSPECTION.kept
    const until = found === 'invalid' ? Number.POSITIVE_INFINITY : found.until
    answers.delete(key)
    if (answers.size >= INTROSPECTION.answers) dropOldest(answers)
    answers.set(key, { found, until, freshUntil: clock.monotonic() + kept })
    return found
  }
  return {
    async verify(token, now, client) {
      const key = createHash('sha256').update(token).digest('base64url')
      const known = answers.get(key)
      if (known !== undefined && clock.monotonic() < known.freshUntil) {
        return now < known.until ? known.found : 'expired'
      }
      const same = underWay.get(key)
      if (same !== undefined) return same
      const isPaused = clock.monotonic() - failedAt < INTROSPECTION.pause
      const isFull =
        underWay.size >= INTROSPECTION.atOnce ||
        (busy.get(client) ?? 0) >= INTROSPECTION.atOnceOfOne
      if (isPaused || isFull) return 'unavailable'
      begin(client)
      const question = ask(token, key, now).finally(() => {
        underWay.delete(key)
        end(client)
      })
      underWay.set(key, question)
      return question
    },
  }
}

interface Said {
  readonly [claim: string]: Json
}

/** `active` is required and a boolean (RFC 7662, 2.2): `"true"` is no answer. */
function isAnswer(said: unknown): said is Said & { readonly active: boolean } {
  return (
    typeof said === 'object' &&
    said !== null &&
    'active' in said &&
    typeof said.active === 'boolean'
  )
}

function read(
  said: Said,
  { issuer, audience, clockSkew }: IssuerSettings,
  key: string,
  now: number,
): Login | 'invalid' | 'expired' {
  const { iss, aud, exp, nbf, sub } = said
  if (iss !== undefined && iss !== issuer) return 'invalid'
  const meant = aud === undefined ? null : [aud].flat()
  if (meant !== null && !meant.some((one) => typeof one === 'string' && audience.includes(one)))
    return 'invalid'
  if (exp !== undefined && typeof exp !== 'number') return 'invalid'
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf * 1_000 > now + clockSkew))
    return 'invalid'
  // `sub` is optional there; a session without one is a subject of its own.
  const subject = typeof sub === 'string' && sub !== '' ? sub : `session ${key}`
  const login = loginOf(`${issuer}\n${subject}`, said, now, clockSkew)
  return now < login.until ? login : 'expired'
}

function dropOldest(answers: Map<string, Answer>): void {
  const [oldest] = answers.keys()
  if (oldest !== undefined) answers.delete(oldest)
}

function secretIn(file: string): string {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new TypeError(`the file \`${file}\` of a client's secret cannot be read`, { cause })
  }
  if (secret === '') throw new TypeError(`the file \`${file}\` holds no secret`)
  return secret
}

/** RFC 6749, 2.3.1: both are form-encoded first. */
function basic(id: string, secret: string): string {
  const [left, right] = [id, secret].map((text) =>
    new URLSearchParams({ '': text }).toString().slice(1),
  )
  return `Basic ${Buffer.from(`${left}:${right}`).toString('base64')}`
}
