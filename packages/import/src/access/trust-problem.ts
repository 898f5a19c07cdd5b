/**
 * What the policy language says against an origin, or a part of a grant.
 *
 * @module
 */
import type { Json } from '@marque/core'
import { check, load } from '@marque/policy'
import { DEVELOPMENT, isDevelopmentOrigin } from '../origins/index.ts'

/** Nothing of this depends on the day. */
const SOME_DAY = Date.UTC(2026, 0, 1)

/**
 * Checks a policy that trusts the origin, in the environment in which a draft has it.
 *
 * @param self Public origins of the API.
 * @returns The first error and its reason; `undefined` if there is none.
 */
export function trustProblem(
  origin: string,
  self: readonly string[],
  credentials: boolean,
): string | undefined {
  const environment = isDevelopmentOrigin(origin) ? DEVELOPMENT : 'production'
  const set = { allow: [origin], owner: 'owner@example.com', purpose: 'asked' }
  return firstError(self, environment, { ...set, environments: [environment] }, { credentials })
}

/**
 * Checks a policy with a grant that has these keys.
 *
 * @returns The first error and its reason; `undefined` if there is none.
 */
export function grantProblem(keys: { readonly [key: string]: Json }): string | undefined {
  const set = { allow: ['https://app.example.com'], owner: 'owner@example.com', purpose: 'asked' }
  return firstError(['https://api.example.com'], 'production', set, keys)
}

function firstError(
  self: readonly string[],
  environment: string,
  set: { readonly [key: string]: Json },
  grant: { readonly [key: string]: Json },
): string | undefined {
  const policy = {
    version: 1,
    self,
    origins: { asked: set },
    resources: [
      {
        name: 'asked',
        match: [{ path: '/**' }],
        sensitivity: 'internal',
        grants: [{ origins: ['asked'], ...grant }],
      },
    ],
  }
  const findings = check(load(JSON.stringify(policy), 'policy.json'), {
    environment,
    now: SOME_DAY,
  })
  const error = findings.find(({ severity }) => severity === 'error')
  return error === undefined ? undefined : `${error.message}: ${error.why}`
}
