/**
 * Validation of single answers, from flags and prompts.
 *
 * @module
 */
import { readOrigin, readPathPattern, readPattern } from '@marque/core'
import { DEVELOPMENT, isDevelopmentOrigin } from '@marque/import'
import { check, load } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'

/** Validates a public origin of the API; the message of the problem, if any. */
export function selfProblem(text: string): string | undefined {
  const origin = readOrigin(text)
  if (origin === undefined)
    return 'expected an origin, scheme and host in lower case without a path: https://api.example.com'
  return origin.scheme === 'https' || origin.scheme === 'http'
    ? undefined
    : 'the origin of an API must use https:'
}

/** Validates an origin or origin pattern of a web application. */
export function originProblem(text: string): string | undefined {
  if (readOrigin(text) !== undefined || readPattern(text) !== undefined) return undefined
  return text === '*'
    ? '`*` is allowed only for public paths: --path /status=public'
    : 'expected an origin, scheme and host in lower case without a path: https://app.example.com'
}

/** Validates an e-mail address. */
export function addressProblem(text: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'expected an e-mail address: team@example.com'
}

/** Validates a path pattern. */
export function pathProblem(text: string): string | undefined {
  return readPathPattern(text) === undefined
    ? 'expected a path pattern that starts with `/` and can end in `/**`: /v1/account/**'
    : undefined
}

/**
 * What the policy language says against an origin that is to be trusted: the message of the first error, if any.
 *
 * @param self Public origins of the API.
 */
export function trustProblem(
  origin: string,
  self: readonly string[],
  credentials: boolean,
): string | undefined {
  const environment = isDevelopmentOrigin(origin) ? DEVELOPMENT : DEFAULT_ENVIRONMENT
  const set = { allow: [origin], owner: 'owner@example.com', purpose: 'asked' }
  const policy = {
    version: 1,
    self,
    origins: { asked: { ...set, environments: [environment] } },
    resources: [
      {
        name: 'asked',
        match: [{ path: '/**' }],
        sensitivity: 'internal',
        grants: [{ origins: ['asked'], credentials }],
      },
    ],
  }
  const findings = check(load(JSON.stringify(policy), 'policy.json'), {
    environment,
    now: Date.now(),
  })
  const error = findings.find(({ severity }) => severity === 'error')
  return error === undefined ? undefined : `${error.message}: ${error.why}`
}
