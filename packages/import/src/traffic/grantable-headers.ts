/**
 * Names of request headers that a grant can have.
 *
 * @module
 */
import { isForbiddenRequestHeader, isToken } from '@marque/core'
import { grantProblem } from '../access/index.ts'

/** The names that a grant can have, sorted, without duplicates. */
export function grantableHeaders(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter(isGrantable).sort()
}

/** The answers of {@link isGrantable}: large files have few names. */
const GRANTABLE = new Map<string, boolean>()

function isGrantable(name: string): boolean {
  const known = GRANTABLE.get(name)
  if (known !== undefined) return known
  const is =
    name.length <= 100 &&
    isToken(name) &&
    !isForbiddenRequestHeader(name) &&
    grantProblem({ requestHeaders: [name] }) === undefined
  if (GRANTABLE.size < 1000) GRANTABLE.set(name, is)
  return is
}
