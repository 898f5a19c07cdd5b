/**
 * For which requests the identity of the sender matters.
 *
 * @module
 */
import { type Decision, type Engine, needsLogin } from '@marque/core'
import type { Identity } from './identity.ts'

/** Names of the resources whose decision may depend on the identity or on a token, by policy. */
const BY_IDENTITY = new WeakMap<Engine, ReadonlySet<string>>()

/** Whether a login is required: not without a policy. */
export function requiresLogin(engine: Engine | null, decision: Decision): boolean {
  return engine !== null && needsLogin(engine, decision)
}

/** Whether the identity of the sender can turn this refusal into a grant: conditions and tokens. */
export function mayDependOnIdentity({ reason }: Decision): boolean {
  return reason === 'condition-unmet' || reason === 'token-required' || reason === 'token-invalid'
}

/**
 * Whether the request fails for lack of a valid login: `authentication: required`, or an unmet condition together with an invalid token. The latter so that a page
 * can read that its login has expired (D21), which the upstream's response would not show.
 *
 * Otherwise an invalid token counts as none, which RFC 6750, 3.1, leaves open: a public page must not fail because of an old cookie, and the application
 * verifies what it receives.
 */
export function isLoginMissing(
  engine: Engine | null,
  decision: Decision,
  { subject, fault }: Pick<Identity, 'subject' | 'fault'>,
): boolean {
  if (subject !== null) return false
  if (requiresLogin(engine, decision)) return true
  return fault !== null && decision.reason === 'condition-unmet'
}

/** Whether the sender needs to be authenticated at all: a public resource must not wait for an issuer, or fail with it. */
export function needsAuthentication(engine: Engine | null, decision: Decision): boolean {
  if (engine === null) return false
  const { resource } = decision
  return (resource !== null && byIdentityOf(engine).has(resource)) || needsLogin(engine, decision)
}

function byIdentityOf(engine: Engine): ReadonlySet<string> {
  const known = BY_IDENTITY.get(engine)
  if (known !== undefined) return known
  const resources = engine.bundle.resources.filter(({ grants }) =>
    grants.some(({ when, token }) => when !== null || token),
  )
  const byIdentity = new Set(resources.map(({ name }) => name))
  BY_IDENTITY.set(engine, byIdentity)
  return byIdentity
}
