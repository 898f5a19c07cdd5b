/**
 * The origin set by which a grant covers an origin.
 *
 * @module
 */
import type { Grant } from '../bundle/index.ts'
import type { Decision } from '../decision.ts'
import { linesOf } from '../headers/index.ts'
import { type Engine, listsHolding, type PreparedPolicy } from '../prepared/index.ts'
import type { RequestFacts } from '../request.ts'

/**
 * The first set of the deciding grant that holds the origin and has not ended; null for a denial, an exception, `*` and a tenant's directory.
 *
 * The name of a set that is written inline in a grant is its origin.
 *
 * @param engine The engine that made the decision.
 * @param now The time of the decision, epoch milliseconds.
 */
export function grantedSet(
  engine: Engine | null,
  { resource, grant }: Pick<Decision, 'resource' | 'grant'>,
  { headers }: RequestFacts,
  now: number,
): string | null {
  if (engine === null || resource === null || grant === null) return null
  const sets = ownGrants(engine, resource)[grant]?.sets ?? []
  if (sets.length === 0) return null
  const [origin] = linesOf(headers, 'origin')
  const { origins } = engine as PreparedPolicy
  const lists = origin === undefined ? undefined : listsHolding(origins, origin)
  if (lists === undefined) return null
  for (const name of sets) {
    const list = origins.sets.get(name)
    if (list === undefined || !lists.includes(list)) continue
    const until = origins.untils[list] ?? null
    if (until === null || now < until) return name
  }
  return null
}

const GRANTS = new WeakMap<Engine, ReadonlyMap<string, readonly Grant[]>>()

/** The grants of a resource in the numbering of `Decision.grant`: exceptions are not counted. */
function ownGrants(engine: Engine, resource: string): readonly Grant[] {
  let byResource = GRANTS.get(engine)
  if (byResource === undefined) {
    byResource = new Map(
      engine.bundle.resources.map(({ name, grants }) => [
        name,
        grants.filter(({ exception }) => exception === null),
      ]),
    )
    GRANTS.set(engine, byResource)
  }
  return byResource.get(resource) ?? []
}
