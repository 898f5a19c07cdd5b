/**
 * For which requests the identity of the sender matters.
 *
 * @module
 */
import type { Decision, Engine, Resource } from '@marque/core'
import type { Identity } from './identity.ts'

interface Requirements {
  /** Names of resources with `authentication: required`. */
  readonly login: ReadonlySet<string>
  /** Names of resources whose decision may depend on the identity or on a token. */
  readonly identity: ReadonlySet<string>
}

const REQUIREMENTS = new WeakMap<Engine, Requirements>()

/**
 * Whether the decision's resource has `authentication: required`. An ambiguous path has no resource, but an application could read it as one that requires a
 * login: then a login is required if any resource of the policy requires one.
 */
export function requiresLogin(engine: Engine | null, { resource, reason }: Decision): boolean {
  if (engine === null) return false
  const { login } = requirementsOf(engine)
  if (resource !== null) return login.has(resource)
  return reason === 'path-ambiguous' && login.size > 0
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
  if (resource === null) return requiresLogin(engine, decision)
  const { identity, login } = requirementsOf(engine)
  return identity.has(resource) || login.has(resource)
}

function requirementsOf(engine: Engine): Requirements {
  const known = REQUIREMENTS.get(engine)
  if (known !== undefined) return known
  const { resources } = engine.bundle
  const requirements: Requirements = {
    login: namesOf(resources.filter(({ authentication }) => authentication === 'required')),
    identity: namesOf(
      resources.filter(({ grants }) => grants.some(({ when, token }) => when !== null || token)),
    ),
  }
  REQUIREMENTS.set(engine, requirements)
  return requirements
}

function namesOf(resources: readonly Resource[]): ReadonlySet<string> {
  return new Set(resources.map(({ name }) => name))
}
