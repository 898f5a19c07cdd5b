/**
 * How an operation is protected: what its description says, and what is suggested where it says nothing.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { ApiOperation, ApiPlace, Login } from './api.ts'
import { shapeOf } from './paths.ts'

/** What a login suggests about what a leak would cost; a person corrects it. Where nobody says anything, not the mildest. */
const SUGGESTED: { readonly [login in Login]: Sensitivity } = {
  required: 'confidential',
  optional: 'internal',
  none: 'public',
  unknown: 'internal',
}

/** The sensitivity that `x-marque` says, else the one that the login suggests. */
export function sensitivityOf({ marks, login }: ApiOperation): Sensitivity {
  return marks.sensitivity ?? SUGGESTED[login]
}

/** Whether requests without a login are to be refused. */
export function authenticationOf({ marks, login }: ApiOperation): 'required' | 'optional' {
  return marks.authentication ?? (login === 'required' ? 'required' : 'optional')
}

const RANK: { readonly [sensitivity in Sensitivity]: number } = {
  public: 0,
  internal: 1,
  confidential: 2,
  restricted: 3,
}

/** How strictly an operation is protected: by its sensitivity, then by whether anybody is trusted. Equal numbers say nothing. */
export function strictnessOf(operation: ApiOperation): number {
  const { grants } = operation.marks
  return RANK[sensitivityOf(operation)] * 2 + (grants === null || grants.length === 0 ? 1 : 0)
}

const KNOWN = new WeakMap<ApiOperation, string>()

/** A text that is equal for operations that may share a resource. */
export function classOf(operation: ApiOperation): string {
  const known = KNOWN.get(operation)
  if (known !== undefined) return known
  const { marks, login, credentials } = operation
  const text = JSON.stringify([
    marks.resource,
    sensitivityOf(operation),
    authenticationOf(operation),
    marks.owner,
    marks.data,
    marks.grants,
    login,
    credentials,
  ])
  KNOWN.set(operation, text)
  return text
}

/** A text that is equal for operations that no request can tell apart at these places: GET in a match covers HEAD (D7). */
export function claimOf({ method }: ApiOperation, { host, path }: ApiPlace): string {
  return `${host ?? ''} ${method === 'HEAD' ? 'GET' : method} ${shapeOf(path)}`
}
