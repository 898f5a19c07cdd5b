/**
 * Who sends a request: tokens, and what the application is told.
 *
 * @module
 */
import type { Context, HeaderLine, RequestFacts } from '@marque/core'
import {
  type Clock,
  importTokenKeys,
  TOKEN_HEADER,
  type TokenKeys,
  verifyOriginToken,
} from '@marque/sync'
import { UNKNOWN } from '../exchange/exchange.ts'
import { networkOf } from '../limits/client-network.ts'
import type { Settings } from '../settings/settings.ts'
import { certificateLines } from './certificate.ts'
import { challengeOf } from './challenge.ts'
import type { Identify, Identity } from './identity.ts'
import type { Login, LoginFault } from './login.ts'
import { dependsOnSender } from './needs.ts'

export interface IdentifyOptions {
  readonly settings: Pick<Settings, 'authentication' | 'tokenKeys' | 'listen' | 'rateLimits'>
  readonly clock: Clock
}

/**
 * Builds what the settings ask for.
 *
 * Somebody is asked only where the answer matters: for resources that need a login, have conditions or want a token, and for limits that count by subject,
 * origin or tenant. Elsewhere a token that came is passed on unread.
 *
 * @returns Null where nothing tells who it is: then nobody is identified.
 * @throws {TypeError} A setting makes no sense, or the file of a secret cannot be read.
 */
export async function identification({
  settings,
  clock,
}: IdentifyOptions): Promise<Identify | null> {
  const { authentication, tokenKeys, listen, rateLimits } = settings
  const keys = tokenKeys.length === 0 ? null : importTokenKeys(tokenKeys)
  const hasCertificates = listen.some(({ tls }) => tls !== null && tls.clientCaFile !== null)
  if (authentication.length === 0 && keys === null && !hasCertificates) return null
  // The verifier of signed tokens is loaded where there is one to verify.
  const logins = authentication.length === 0 ? null : await import('./verifiers.ts')
  const places = logins?.openVerifiers(authentication, clock) ?? []
  const isCounted = rateLimits.some(({ by }) => by !== 'client')
  return ({ engine, decision, facts, moment, client, request }) => {
    const more = hasCertificates && request !== null ? certificateLines(request) : []
    if (!isCounted && !dependsOnSender(engine, decision)) return identity(null, UNKNOWN, more)
    const login =
      logins?.loginFrom(places, facts.headers, moment.now, networkOf(client.address)) ?? null
    const token = keys === null ? undefined : tokenOf(keys, facts)
    if (!(login instanceof Promise) && token === undefined) {
      return identity(login, UNKNOWN, more)
    }
    return Promise.all([login, token]).then(([one, context]) =>
      identity(one, context ?? UNKNOWN, more),
    )
  }
}

function identity(
  login: Login | LoginFault | null,
  token: Context,
  more: readonly HeaderLine[],
): Identity {
  if (login === null || typeof login === 'string') {
    return { context: token, subject: null, fault: login, challenge: challengeOf(login), more }
  }
  const { claims, authenticatedAt, subject, until } = login
  const context: Context = {
    ...token,
    claims,
    ...(authenticatedAt !== null && { authenticatedAt }),
  }
  return { context, subject, until, fault: null, challenge: challengeOf(null), more }
}

/** Several lines are no token: which of them is meant could be read in two ways. */
function tokenOf(keys: TokenKeys, { headers }: RequestFacts): Promise<Context> | undefined {
  const lines = headers.filter(
    ([name]) => name.length === TOKEN_HEADER.length && name.toLowerCase() === TOKEN_HEADER,
  )
  const [first] = lines
  if (first === undefined) return undefined
  if (lines.length > 1) return Promise.resolve({ token: 'invalid' })
  return verifyOriginToken(keys, first[1]).then((token) => ({ token }))
}
