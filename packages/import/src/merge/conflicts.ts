/**
 * Paths that several descriptions have at the same host.
 *
 * @module
 */
import { type RawFinding, shorten } from '../findings/index.ts'
import { type ApiOperation, shapeOf } from '../openapi/index.ts'

/** One finding for each path and description after the first that has it. */
export function findConflicts(operations: readonly ApiOperation[]): readonly RawFinding[] {
  const claims = operations.flatMap((operation) =>
    operation.endpoints.map(({ host, path }) => ({ operation, host, shape: shapeOf(path) })),
  )
  const found: RawFinding[] = []
  for (const group of Map.groupBy(claims, ({ shape }) => shape).values()) {
    const descriptions = Map.groupBy(group, ({ operation }) => operation.description)
    const [first, ...others] = descriptions.values()
    for (const other of others) {
      const claim = other.find(({ host }) =>
        first?.some((one) => one.host === null || host === null || one.host === host),
      )
      if (claim === undefined || first === undefined) continue
      found.push(conflict(claim.operation, methodsOf(other), first))
    }
  }
  return found
}

type Claim = { readonly operation: ApiOperation }

function methodsOf(claims: readonly Claim[]): string {
  return [...new Set(claims.map(({ operation }) => operation.method))].sort().join(', ')
}

function conflict(
  { file, pointer, position, path, description }: ApiOperation,
  methods: string,
  first: readonly Claim[],
): RawFinding {
  const other = first[0]?.operation.description ?? ''
  return {
    code: 'MQ-842',
    file,
    path: pointer,
    position,
    message: `\`${shorten(path)}\` is described by \`${shorten(other)}\` (${methodsOf(first)}) and by \`${shorten(description)}\` (${methods}) at the same host`,
  }
}
