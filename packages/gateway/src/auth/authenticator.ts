/**
 * The authenticator that the settings configure.
 *
 * @module
 */
import type { Context, HeaderLine, RequestFacts } from '@marque/core'
import { clientNetwork } from '@marque/core/explain-endpoint'
import {
  type Clock,
  importTokenKeys,
  TOKEN_HEADER,
  type TokenKeys,
  verifyOriginToken,
} from '@marque/sync'
import type { Settings } from '../config/index.ts'
import { EMPTY_CONTEXT, valuesOf } from '../request/index.ts'
import { needsAuthentication } from './auth-requirements.ts'
import { certificateLines } from './client-certificate.ts'
import { type Authenticator, challengeFor, type Identity } from './identity.ts'
import type { Login, LoginFault } from './login.ts'

export interface AuthenticatorOptions {
  readonly settings: Pick<Settings, 'authentication' | 'tokenKeys' | 'listen' | 'rateLimits'>
  readonly clock: Clock
}

/**
 * Creates the authenticator.
 *
 * Tokens are verified only where the identity matters: for resources with `authentication: required`, conditions or tokens, and for rate limits by subject,
 * origin or tenant. For other requests tokens are passed on without verification.
 *
 * @returns Null if nothing is configured that could identify a sender.
 * @throws {TypeError} A setting is invalid, or the file of a secret cannot be read.
 */
export async function createAuthenticator({
  settings,
  clock,
}: AuthenticatorOptions): Promise<Authenticator | null> {
  const { authentication, tokenKeys, listen, rateLimits } = settings
  const keys = tokenKeys.length === 0 ? null : importTokenKeys(tokenKeys)
  const hasCertificates = listen.some(({ tls }) => tls !== null && tls.clientCaFile !== null)
  if (authentication.length === 0 && keys === null && !hasCertificates) return null
  // The JWT library is loaded only if an issuer is configured.
  const verifiers = authentication.length === 0 ? null : await import('./token-verifiers.ts')
  const locations = verifiers?.openVerifiers(authentication, clock) ?? []
  const isCountedByIdentity = rateLimits.some(({ by }) => by !== 'client')
  return ({ engine, decision, facts, moment, client, request }) => {
    const upstreamHeaders = hasCertificates && request !== null ? certificateLines(request) : []
    if (!isCountedByIdentity && !needsAuthentication(engine, decision))
      return identityOf(null, EMPTY_CONTEXT, upstreamHeaders)
    const login =
      verifiers?.verifyLogin(locations, facts.headers, moment.now, clientNetwork(client.address)) ??
      null
    const token = keys === null ? undefined : originTokenOf(keys, facts)
    if (!(login instanceof Promise) && token === undefined) {
      return identityOf(login, EMPTY_CONTEXT, upstreamHeaders)
    }
    return Promise.all([login, token]).then(([result, context]) =>
      identityOf(result, context ?? EMPTY_CONTEXT, upstreamHeaders),
    )
  }
}

function identityOf(
  login: Login | LoginFault | null,
  token: Context,
  upstreamHeaders: readonly HeaderLine[],
): Identity {
  if (login === null || typeof login === 'string') {
    const challenge = challengeFor(login)
    return { context: token, subject: null, fault: login, challenge, upstreamHeaders }
  }
  const { claims, authenticatedAt, subject, until } = login
  const context: Context = {
    ...token,
    claims,
    ...(authenticatedAt !== null && { authenticatedAt }),
  }
  return { context, subject, until, fault: null, challenge: challengeFor(null), upstreamHeaders }
}

/** Several lines are invalid: which token is meant would be ambiguous. */
function originTokenOf(keys: TokenKeys, { headers }: RequestFacts): Promise<Context> | undefined {
  const [first, second] = valuesOf(headers, TOKEN_HEADER)
  if (first === undefined) return undefined
  if (second !== undefined) return Promise.resolve({ token: 'invalid' })
  return verifyOriginToken(keys, first).then((token) => ({ token }))
}
