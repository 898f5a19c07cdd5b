/**
 * When the layer requires a login (`authentication: required`).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { Engine } from '../prepared/index.ts'

/**
 * Whether a request that is decided like this needs a login: its resource has `authentication: required`. An ambiguous path has no resource, but an application
 * could read it as one that requires a login: then one is required if any resource of the policy requires one.
 */
export function needsLogin(engine: Engine, { resource, reason }: Decision): boolean {
  const login = loginOf(engine)
  if (resource !== null) return login.has(resource)
  return reason === 'path-ambiguous' && login.size > 0
}

const LOGIN = new WeakMap<Engine, ReadonlySet<string>>()

/** Names of the resources that require a login. */
function loginOf(engine: Engine): ReadonlySet<string> {
  const known = LOGIN.get(engine)
  if (known !== undefined) return known
  const required = engine.bundle.resources.filter(
    ({ authentication }) => authentication === 'required',
  )
  const login = new Set(required.map(({ name }) => name))
  LOGIN.set(engine, login)
  return login
}
