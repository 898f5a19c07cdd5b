/**
 * Validation of single answers, from flags and prompts.
 *
 * @module
 */
import { readOrigin, readPathPattern, readPattern } from '@marque/core'

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
