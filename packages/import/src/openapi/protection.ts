/**
 * The protection of an operation: as described, else suggested.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { ApiEndpoint, ApiOperation, Login } from './api.ts'
import { shapeOf } from './read-template.ts'

/** Sensitivities suggested by the login, for a person to correct. Without a description not the lowest one. */
const SUGGESTED: { readonly [login in Login]: Sensitivity } = {
  required: 'confidential',
  optional: 'internal',
  none: 'public',
  unknown: 'internal',
}

/** The sensitivity from `x-marque`, else the suggested one. Requests to public resources have no credentials, so a login page is internal. */
export function sensitivityOf({ extension, login, credentials }: ApiOperation): Sensitivity {
  if (extension.sensitivity !== null) return extension.sensitivity
  return login === 'none' && credentials ? 'internal' : SUGGESTED[login]
}

/** Whether requests without a login are refused. */
export function authenticationOf({ extension, login }: ApiOperation): 'required' | 'optional' {
  return extension.authentication ?? (login === 'required' ? 'required' : 'optional')
}

const RANK: { readonly [sensitivity in Sensitivity]: number } = {
  public: 0,
  internal: 1,
  confidential: 2,
  restricted: 3,
}

/** Ranks protection: by sensitivity, then no grants above grants. Operations of equal rank may be protected differently. */
export function strictnessOf(operation: ApiOperation): number {
  const { grants } = operation.extension
  return RANK[sensitivityOf(operation)] * 2 + (grants === null || grants.length === 0 ? 1 : 0)
}

const KNOWN = new WeakMap<ApiOperation, string>()

/** A key that is equal for operations that may share a resource. */
export function protectionKey(operation: ApiOperation): string {
  const known = KNOWN.get(operation)
  if (known !== undefined) return known
  const { extension, login, credentials } = operation
  const text = JSON.stringify([
    extension.resource,
    sensitivityOf(operation),
    authenticationOf(operation),
    extension.owner,
    extension.data,
    extension.grants,
    login,
    credentials,
  ])
  KNOWN.set(operation, text)
  return text
}

/** A key that is equal for operations that match the same requests at these endpoints: GET in a match covers HEAD (D7). */
export function matchKey({ method }: ApiOperation, { host, path }: ApiEndpoint): string {
  return `${host ?? ''} ${method === 'HEAD' ? 'GET' : method} ${shapeOf(path)}`
}
