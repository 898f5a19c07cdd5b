/**
 * What the answers to a request of a page permit beside reading: response headers, request headers, credentials.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'

/** The lists are sorted, with lower-case names; `*` is itself. */
export interface Permissions {
  /** Access-Control-Expose-Headers, where script can read the response; else empty. */
  readonly exposeHeaders: readonly string[]
  /** Access-Control-Allow-Headers of the answer to the preflight, where it passes; else empty. */
  readonly requestHeaders: readonly string[]
  /** Access-Control-Allow-Credentials, where script can read the response; and every WebSocket handshake that is granted. */
  readonly credentials: boolean
}

/** Requests without a page, same-origin requests and failed preflights: no answer has CORS headers that a browser follows. */
export const NO_PERMISSIONS: Permissions = {
  exposeHeaders: [],
  requestHeaders: [],
  credentials: false,
}

/**
 * The permissions of a request.
 *
 * @param preflight The decision on its preflight; for a request that needs none, on the preflight that would ask for its method.
 * @param read Whether the browser lets script read the response.
 */
export function permissionsOf(last: Decision, preflight: Decision, read: boolean): Permissions {
  if (last.kind === 'websocket') return { ...NO_PERMISSIONS, credentials: last.reach }
  return {
    exposeHeaders: read ? namesIn(last.headers, 'access-control-expose-headers') : [],
    requestHeaders: namesIn(preflight.headers, 'access-control-allow-headers'),
    credentials: read && fieldValue(last.headers, 'access-control-allow-credentials') === 'true',
  }
}

function namesIn(headers: readonly HeaderLine[], header: string): readonly string[] {
  const value = fieldValue(headers, header)
  return value === undefined || value === '' ? [] : value.split(', ').sort()
}

function fieldValue(headers: readonly HeaderLine[], header: string): string | undefined {
  return headers.find(([name]) => name === header)?.[1]
}
