/**
 * Descriptions placed at the hosts of an existing policy.
 *
 * @module
 */
import { type RawFinding, shorten } from '../findings/index.ts'
import { type Api, type ApiOperation, hostOf } from '../openapi/index.ts'
import { mapEndpoints, placeOperations } from './place-operations.ts'

export interface Placed {
  readonly operations: readonly ApiOperation[]
  /** The hosts that the descriptions are about: matches at other hosts are not compared with them. */
  readonly hosts: ReadonlySet<string>
  /** Origins of the descriptions that the policy does not have and at which an operation is placed, in order. */
  readonly added: readonly string[]
  /** A note for each description whose servers are not all in the policy. */
  readonly found: readonly RawFinding[]
}

/**
 * Places the operations.
 *
 * A description with servers in the policy is placed at those. One without: at every host of the policy to compare, since the policy may
 * name an address that the description does not; at its own servers to add it to the policy.
 *
 * @param guarded The hosts of `self`.
 * @param isAdding Whether the description is to be added to the policy.
 */
export function placeForPolicy(
  apis: readonly Api[],
  self: ReadonlySet<string>,
  isAdding: boolean,
): Placed {
  const guarded = new Set([...self].map(hostOf))
  const missing = apis.map((api) => missingOrigins(api, self, guarded))
  const added = isAdding ? missing.flatMap(({ adding }) => adding) : []
  const all = new Set([...guarded, ...added.map(hostOf)])
  // For descriptions whose host is unknown: the hosts that no description names.
  const named = new Set(apis.flatMap((api) => [...api.self, ...api.elsewhere]).map(hostOf))
  const unnamed = [...guarded].filter((host) => !named.has(host))
  const withoutNamed = new Set(unnamed.length > 0 ? unnamed : guarded)
  const hosts = new Set<string>()
  const operations = apis.flatMap((api) => {
    const documented = new Set(api.self.map(hostOf))
    const known = new Set([...documented].filter((host) => guarded.has(host)))
    const own = known.size > 0 ? known : isAdding && documented.size > 0 ? documented : withoutNamed
    for (const host of own) hosts.add(host)
    for (const origin of api.elsewhere) hosts.add(hostOf(origin))
    const drawn = mapEndpoints(api.operations, (endpoint) => {
      const { host } = endpoint
      if (host === null || !documented.has(host) || own.has(host)) return [endpoint]
      return own === withoutNamed ? [{ ...endpoint, host: null }] : []
    })
    return placeOperations(drawn, own, all)
  })
  const used = new Set(operations.flatMap(({ endpoints }) => endpoints.map(({ host }) => host)))
  return {
    operations,
    hosts,
    added: [...new Set(added)].filter((origin) => used.has(hostOf(origin))),
    found: isAdding ? [] : notes(apis, missing),
  }
}

interface Missing {
  /** All origins of the description that the policy does not have. */
  readonly origins: readonly string[]
  /** Those to add: the servers where none of them is in the policy, and the servers of operations. */
  readonly adding: readonly string[]
}

function missingOrigins(
  api: Api,
  self: ReadonlySet<string>,
  guarded: ReadonlySet<string>,
): Missing {
  const isMissing = (origin: string): boolean => !self.has(origin)
  const isKnown = api.self.some((origin) => guarded.has(hostOf(origin)))
  const elsewhere = api.elsewhere.filter(isMissing)
  return {
    origins: [...api.self.filter(isMissing), ...elsewhere],
    adding: [...(isKnown ? [] : api.self.filter(isMissing)), ...elsewhere],
  }
}

function notes(apis: readonly Api[], missing: readonly Missing[]): readonly RawFinding[] {
  return apis.flatMap(({ file }, index) => {
    const origins = missing[index]?.origins ?? []
    if (origins.length === 0) return []
    const listed = origins.slice(0, 5).map((origin) => `\`${shorten(origin)}\``)
    const more = origins.length > listed.length ? ` and ${origins.length - listed.length} more` : ''
    return [
      {
        code: 'MQ-844',
        file,
        path: '',
        position: { line: 1, column: 1 },
        message: `\`self\` of the policy does not have ${listed.join(', ')}${more}`,
      },
    ]
  })
}
