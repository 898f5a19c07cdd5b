/**
 * `context` of a case: what a layer would know of the user behind the page.
 *
 * @module
 */
import type { Context, Json, OriginToken } from '@marque/core'
import { asMapping, asText, isMapping, type Reader, readInstant } from '../read/index.ts'
import type { Pointer } from '../text/index.ts'

/** Reads the context; what the layer does not know is left out. */
export function readCaseContext(reader: Reader, value: unknown, path: Pointer): Context {
  const { tenant, apiVersion, authenticatedAt, roles, scopes, claims, token } = asMapping(value)
  const login = readInstant(reader, authenticatedAt, `${path}/authenticatedAt`)
  const proof = token === 'invalid' ? token : readToken(reader, token, `${path}/token`)
  return {
    ...((tenant === null || typeof tenant === 'string') && { tenant }),
    ...(typeof apiVersion === 'string' && { apiVersion }),
    ...(login !== null && { authenticatedAt: login }),
    ...(Array.isArray(roles) && { roles: textsOf(roles) }),
    ...(Array.isArray(scopes) && { scopes: textsOf(scopes) }),
    ...(isMapping(claims) && { claims: claims as { readonly [name: string]: Json } }),
    ...(proof !== undefined && { token: proof }),
  }
}

function readToken(reader: Reader, value: unknown, path: Pointer): OriginToken | undefined {
  if (!isMapping(value)) return undefined
  const until = readInstant(reader, value.until, `${path}/until`)
  return {
    id: asText(value.id) ?? 'test',
    origin: asText(value.origin) ?? '',
    tenant: asText(value.tenant),
    resource: asText(value.resource) ?? '',
    until: until ?? 0,
  }
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return list.filter((entry) => typeof entry === 'string')
}
