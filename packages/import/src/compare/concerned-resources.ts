/**
 * The resources of a policy that a finding about a description concerns.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import type { ApiOperation } from '../openapi/index.ts'
import type { Matcher, ModelResource } from './matcher.ts'

/**
 * Makes the look-up: the resources that decide the operation that a finding is in, or all operations of its path where it is in none of them.
 *
 * @returns JSON Pointers into the policy; none for a finding about the description as a whole, or about an operation without a resource.
 */
export function concernedResources(
  operations: readonly ApiOperation[],
  matcher: Matcher,
): (finding: Finding) => readonly string[] {
  const byOperation = new Map<string, ApiOperation[]>()
  const byPath = new Map<string, ApiOperation[]>()
  for (const operation of operations) {
    const { file, pointer } = operation
    add(byOperation, `${file} ${pointer}`, operation)
    add(byPath, `${file} ${parentOf(pointer)}`, operation)
  }
  return (finding) => {
    const found = nearest(byOperation, finding) ?? nearest(byPath, finding) ?? []
    const resources = found.flatMap((operation) => resourcesOf(operation, finding, matcher))
    return [...new Set(resources.map(({ path }) => path))]
  }
}

function resourcesOf(
  operation: ApiOperation,
  { code, value }: Finding,
  matcher: Matcher,
): readonly ModelResource[] {
  // Of two operations that match the same requests one has lost its endpoint: the resource of the other one decides both.
  const endpoints =
    code === 'MQ-811' && typeof value === 'string'
      ? [{ host: null, path: value }]
      : operation.endpoints
  return matcher.resourcesOf({ ...operation, endpoints }) ?? []
}

function add(byPlace: Map<string, ApiOperation[]>, place: string, operation: ApiOperation): void {
  const known = byPlace.get(place)
  if (known) known.push(operation)
  else byPlace.set(place, [operation])
}

/** Those at the pointer of the finding, or at the nearest part above it. */
function nearest(
  byPlace: ReadonlyMap<string, readonly ApiOperation[]>,
  { file, path }: Finding,
): readonly ApiOperation[] | undefined {
  for (let at = path; at !== ''; at = parentOf(at)) {
    const found = byPlace.get(`${file} ${at}`)
    if (found !== undefined) return found
  }
  return undefined
}

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')))
}
