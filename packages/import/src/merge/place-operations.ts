/**
 * Hosts of endpoints, where a policy guards more hosts than those of one description.
 *
 * @module
 */
import type { ApiEndpoint, ApiOperation } from '../openapi/index.ts'

/** Changes the endpoints of operations. */
export function mapEndpoints(
  operations: readonly ApiOperation[],
  change: (endpoint: ApiEndpoint) => readonly ApiEndpoint[],
): readonly ApiOperation[] {
  return operations.map((operation) => {
    const endpoints = new Map(
      operation.endpoints
        .flatMap(change)
        .map((endpoint) => [`${endpoint.host} ${endpoint.path}`, endpoint]),
    )
    return { ...operation, endpoints: [...endpoints.values()] }
  })
}

/**
 * Gives endpoints without a host the hosts of their description, where the policy guards others too.
 *
 * @param own The hosts of the description; empty: unknown, and the endpoints match at every host.
 * @param all The hosts that the policy guards.
 */
export function placeOperations(
  operations: readonly ApiOperation[],
  own: ReadonlySet<string>,
  all: ReadonlySet<string>,
): readonly ApiOperation[] {
  if (own.size === 0 || [...all].every((host) => own.has(host))) return operations
  return mapEndpoints(operations, (endpoint) =>
    endpoint.host === null ? [...own].map((host) => ({ ...endpoint, host })) : [endpoint],
  )
}
