/**
 * For which requests it matters who sends them.
 *
 * @module
 */
import type { Decision, Engine, Resource } from '@marque/core'
import type { Identity } from './identity.ts'

interface Needs {
  /** By name of resource: without a login nobody comes in. */
  readonly login: ReadonlySet<string>
  /** By name of resource: the decision may depend on who it is, or on a token. */
  readonly sender: ReadonlySet<string>
}

const KNOWN = new WeakMap<Engine, Needs>()

/**
 * `authentication: required`. Where the path is ambiguous no resource is known, and an application might read it as one that needs a login: with any such
 * resource in the policy, a login is needed.
 */
export function needsLogin(engine: Engine | null, { resource, reason }: Decision): boolean {
  if (engine === null) return false
  const { login } = needsOf(engine)
  if (resource !== null) return login.has(resource)
  return reason === 'path-ambiguous' && login.size > 0
}

/** Whether knowing the sender can change a refusal: conditions and tokens. */
export function mayChange({ reason }: Decision): boolean {
  return reason === 'condition-unmet' || reason === 'token-required' || reason === 'token-invalid'
}

/**
 * `authentication: required` without a good login; or a condition that does not hold while a login came that is not good: a page must be able to read that
 * its login has expired (D21), which the application's own answer would not tell it.
 *
 * Elsewhere a bad token is no token (RFC 6750, 3.1, leaves it open): a public page does not fail for a stale cookie, and the application judges what it is sent.
 */
export function isLoginMissing(
  engine: Engine | null,
  decision: Decision,
  { subject, fault }: Pick<Identity, 'subject' | 'fault'>,
): boolean {
  if (subject !== null) return false
  if (needsLogin(engine, decision)) return true
  return fault !== null && decision.reason === 'condition-unmet'
}

/** Whether anybody is to be asked who sends the request: a public resource must not wait for, or fail with, an issuer's server. */
export function dependsOnSender(engine: Engine | null, decision: Decision): boolean {
  if (engine === null) return false
  const { resource } = decision
  return resource === null
    ? needsLogin(engine, decision)
    : needsOf(engine).sender.has(resource) || needsOf(engine).login.has(resource)
}

function needsOf(engine: Engine): Needs {
  const known = KNOWN.get(engine)
  if (known !== undefined) return known
  const { resources } = engine.bundle
  const needs: Needs = {
    login: namesOf(resources.filter(({ authentication }) => authentication === 'required')),
    sender: namesOf(
      resources.filter(({ grants }) => grants.some(({ when, token }) => when !== null || token)),
    ),
  }
  KNOWN.set(engine, needs)
  return needs
}

function namesOf(resources: readonly Resource[]): ReadonlySet<string> {
  return new Set(resources.map(({ name }) => name))
}
