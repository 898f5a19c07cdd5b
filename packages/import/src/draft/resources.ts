/**
 * Operations as resources of a draft: grouped by tag, else by path, where they are protected alike.
 *
 * @module
 */
import type { ApiOperation, ApiPlace, MarkedGrant } from '../openapi/api.ts'
import { shapeOf } from '../openapi/paths.ts'
import { authenticationOf, claimOf, classOf, sensitivityOf } from '../openapi/protection.ts'
import type { DraftGrant, DraftMatch, DraftResource } from './draft.ts'
import { nameFrom, nameFromPath, takeName } from './names.ts'

/** What the person who asks for the draft knows beside the description. */
export interface Known {
  /** Names that resources have already. */
  readonly taken: ReadonlySet<string>
  /** Names of the origin sets that a grant may name. */
  readonly sets: ReadonlySet<string>
  /** A set that a person named for every operation that says nothing of grants; null: none. */
  readonly everywhere: { readonly set: string; readonly credentials: boolean } | null
}

/**
 * Makes resources, in the order of the description. Operations without a place have none.
 *
 * Nobody is trusted who was not named: a grant comes from `x-marque` or from {@link Known.everywhere}.
 */
export function draftResources(
  operations: readonly ApiOperation[],
  known: Known,
): readonly DraftResource[] {
  const groups = new Map<string, Group>()
  // Operations that no request can tell apart share a resource, whatever their tags are.
  const claimed = new Map<string, Group>()
  for (const operation of operations) {
    for (const place of operation.places) {
      const claim = claimOf(operation, place)
      const group = claimed.get(claim) ?? groupOf(groups, operation, place)
      group.members.push({ operation, place })
      claimed.set(claim, group)
    }
  }
  const taken = new Set(known.taken)
  return nameGroups([...groups.values()], taken).map(([name, group]) =>
    resourceOf(name, group, known),
  )
}

/** An operation at one of its places. */
interface Member {
  readonly operation: ApiOperation
  readonly place: ApiPlace
}

interface Group {
  readonly name: string
  readonly first: ApiOperation
  readonly members: Member[]
}

function groupOf(groups: Map<string, Group>, operation: ApiOperation, place: ApiPlace): Group {
  const { marks, tag } = operation
  const name =
    marks.resource ?? (tag === null ? undefined : nameFrom(tag)) ?? nameFromPath(place.path)
  const key = `${name} ${classOf(operation)}`
  const group = groups.get(key) ?? { name, first: operation, members: [] }
  groups.set(key, group)
  return group
}

/** Groups that share a name are told apart by their sensitivity where that is enough. */
function nameGroups(
  groups: readonly Group[],
  taken: Set<string>,
): readonly (readonly [string, Group])[] {
  const byName = Map.groupBy(groups, ({ name }) => name)
  return groups.map((group) => {
    const namesakes = byName.get(group.name) ?? []
    const sensitivity = sensitivityOf(group.first)
    const [main] = namesakes
    const told =
      group === main ||
      namesakes.filter(({ first }) => sensitivityOf(first) === sensitivity).length > 1
    return [takeName(told ? group.name : `${group.name}-${sensitivity}`, taken), group]
  })
}

function resourceOf(name: string, { first, members }: Group, known: Known): DraftResource {
  const operations = [...new Set(members.map(({ operation }) => operation))]
  const methods = sorted(operations.map(({ method }) => method))
  const asked: Omit<DraftGrant, 'origins'> = {
    methods: withoutImplied(methods),
    requestHeaders: sorted(operations.flatMap(({ requestHeaders }) => requestHeaders)),
    exposeHeaders: sorted(operations.flatMap(({ exposeHeaders }) => exposeHeaders)),
    credentials: first.credentials,
    more: {},
  }
  const { everywhere } = known
  const marked = first.marks.grants
  const grants =
    marked !== null
      ? marked.flatMap((grant) => grantOf(grant, asked, known.sets))
      : everywhere !== null
        ? [
            {
              ...asked,
              origins: [everywhere.set],
              credentials: asked.credentials || everywhere.credentials,
            },
          ]
        : []
  return {
    name,
    comments: commentsOf(operations),
    match: matchesOf(members),
    sensitivity: sensitivityOf(first),
    authentication: authenticationOf(first),
    owner: first.marks.owner,
    data: first.marks.data,
    grants,
    // An empty list in `x-marque` says: for nobody.
    proposal: grants.length === 0 && marked?.length !== 0 ? asked : null,
  }
}

function grantOf(
  marked: MarkedGrant,
  asked: Omit<DraftGrant, 'origins'>,
  sets: ReadonlySet<string>,
): readonly DraftGrant[] {
  const origins = marked.origins.filter(
    (name) => name === '*' || name === '@tenant' || sets.has(name),
  )
  if (origins.length === 0) return []
  const any = origins.includes('*')
  return [
    {
      origins: any ? ['*'] : origins,
      methods: asked.methods,
      requestHeaders: marked.requestHeaders ?? asked.requestHeaders,
      exposeHeaders: marked.exposeHeaders ?? asked.exposeHeaders,
      credentials: marked.credentials ?? (asked.credentials && !any),
      more: marked.more,
    },
  ]
}

/** A match for each pattern, with the methods of its operations. */
function matchesOf(members: readonly Member[]): readonly DraftMatch[] {
  const matches = new Map<string, { host: string | null; path: string; methods: string[] }>()
  for (const { operation, place } of members) {
    const { host, path } = place
    const key = `${host ?? ''} ${shapeOf(path)}`
    const match = matches.get(key)
    if (match) match.methods.push(operation.method)
    else matches.set(key, { host, path, methods: [operation.method] })
  }
  return [...matches.values()].map(({ host, path, methods }) => ({
    host,
    path,
    methods: withoutImplied(sorted(methods)),
  }))
}

/** GET covers HEAD (D7). */
function withoutImplied(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? methods.filter((method) => method !== 'HEAD') : methods
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}

function commentsOf(operations: readonly ApiOperation[]): readonly string[] {
  const [first] = operations
  if (first?.login !== 'unknown' || first.marks.sensitivity !== null) return []
  return ['The description says nothing of a login here: look whether `internal` is right.']
}
