/**
 * Several descriptions as one, for a new policy.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { joinFindings } from '../catalogue/index.ts'
import type { RawFinding } from '../findings/index.ts'
import { type Api, hostOf, resolveCollisions } from '../openapi/index.ts'
import { findConflicts } from './conflicts.ts'
import { mergeSets } from './merge-sets.ts'
import { mapEndpoints, placeOperations } from './place-operations.ts'
import { unknownSets } from './unknown-sets.ts'

export interface Merged {
  /** Its `self` has the origins of all descriptions, and each endpoint a host where they differ. */
  readonly api: Api
  readonly findings: readonly Finding[]
}

/**
 * Merges descriptions, at least one.
 *
 * @param self Replaces the servers of the documents where it is not empty; servers of single paths and operations stay.
 *
 * @example
 * ```ts
 * mergeApis([orders, users], []).api.self // ['https://orders.example.com', 'https://users.example.com']
 * ```
 */
export function mergeApis(apis: readonly Api[], self: readonly string[]): Merged {
  const [first] = apis
  if (first === undefined) throw new TypeError('at least one description is required')
  const { sets, operations: written, found } = mergeSets(apis)
  const origins = new Set([
    ...(self.length > 0 ? self : apis.flatMap((api) => api.self)),
    ...apis.flatMap(({ elsewhere }) => elsewhere),
  ])
  const hosts = new Set([...origins].map(hostOf))
  const placed = apis.flatMap((api, index) => {
    const served = servedAt({ ...api, operations: written[index] ?? [] }, self)
    return placeOperations(served.operations, new Set(served.self.map(hostOf)), hosts)
  })
  const resolved = resolveCollisions(placed)
  const api: Api = {
    ...first,
    title: [...new Set(apis.map(({ title }) => title))].join(', '),
    self: [...origins],
    elsewhere: [],
    // `self` answers them.
    questions: self.length > 0 ? [] : [...new Set(apis.flatMap(({ questions }) => questions))],
    contact: apis.map(({ contact }) => contact).find((contact) => contact !== null) ?? null,
    sets,
    operations: resolved.operations,
  }
  const all = [
    ...found,
    ...withoutHost(apis, self, hosts),
    ...findConflicts(placed),
    ...resolved.found,
    ...unknownSets(placed, new Set(sets.map(({ name }) => name))),
  ]
  return { api, findings: joinFindings(first.file, all) }
}

/** The description with other origins in place of the servers of its document; as it is where there are none. */
export function servedAt(api: Api, self: readonly string[]): Api {
  if (self.length === 0) return api
  const own = new Set(self.map(hostOf))
  const replaced = new Set(api.self.map(hostOf).filter((host) => !own.has(host)))
  const operations = mapEndpoints(api.operations, (endpoint) => [
    endpoint.host !== null && replaced.has(endpoint.host) ? { ...endpoint, host: null } : endpoint,
  ])
  return { ...api, self, operations }
}

/** Among descriptions with different hosts, those whose host is unknown. */
function withoutHost(
  apis: readonly Api[],
  self: readonly string[],
  hosts: ReadonlySet<string>,
): readonly RawFinding[] {
  if (apis.length === 1 || self.length > 0 || hosts.size === 0) return []
  return apis
    .filter((api) => api.self.length === 0)
    .map(({ file, title }) => ({
      code: 'MQ-845',
      file,
      path: '',
      position: { line: 1, column: 1 },
      message: `the description \`${title}\` has no public origin: its resources match at every host of the policy`,
    }))
}
