/**
 * Resources of a draft: operations with the same protection, grouped by tag or else by path.
 *
 * @module
 */
import { nameFrom, nameFromPath, takeName } from '../names/index.ts'
import {
  type ApiEndpoint,
  type ApiOperation,
  authenticationOf,
  type ExtensionGrant,
  matchKey,
  protectionKey,
  sensitivityOf,
  shapeOf,
} from '../openapi/index.ts'
import type { DraftGrant, DraftMatch, DraftResource } from './draft.ts'

/** What a draft depends on beside the description. */
export interface DraftContext {
  /** Names of existing resources. */
  readonly taken: ReadonlySet<string>
  /** Names of origin sets that grants may use. */
  readonly sets: ReadonlySet<string>
  /** The sets to grant on operations without grants in the description; null for none. */
  readonly defaultSets: {
    readonly names: readonly string[]
    readonly credentials: boolean
  } | null
}

/**
 * Makes resources in the order of the description. Operations without an endpoint get none.
 *
 * Grants come only from `x-marque` and {@link DraftContext.defaultSets}.
 */
export function draftResources(
  operations: readonly ApiOperation[],
  context: DraftContext,
): readonly DraftResource[] {
  const groups = new Map<string, Group>()
  // Operations that match the same requests share a resource, whatever their tags are.
  const claimed = new Map<string, Group>()
  for (const operation of operations) {
    for (const endpoint of operation.endpoints) {
      const claim = matchKey(operation, endpoint)
      const group = claimed.get(claim) ?? groupOf(groups, operation, endpoint)
      group.members.push({ operation, endpoint })
      claimed.set(claim, group)
    }
  }
  const taken = new Set(context.taken)
  return nameGroups([...groups.values()], taken).map(([name, group]) =>
    resourceOf(name, group, context),
  )
}

/** An operation at one of its endpoints. */
interface Member {
  readonly operation: ApiOperation
  readonly endpoint: ApiEndpoint
}

interface Group {
  readonly name: string
  readonly first: ApiOperation
  readonly members: Member[]
}

function groupOf(
  groups: Map<string, Group>,
  operation: ApiOperation,
  endpoint: ApiEndpoint,
): Group {
  const { extension, tag, description } = operation
  const name =
    extension.resource ??
    (tag === null ? undefined : nameFrom(tag)) ??
    nameFromPath(operation.path, endpoint.path)
  // Each description has resources of its own: their grants have the methods and headers of its operations alone.
  const key = JSON.stringify([description, name, protectionKey(operation)])
  const group = groups.get(key) ?? { name, first: operation, members: [] }
  groups.set(key, group)
  return group
}

/**
 * Groups with the same name get their sensitivity as a suffix where that makes them unique; those of further descriptions the name of the
 * file.
 */
function nameGroups(
  groups: readonly Group[],
  taken: Set<string>,
): readonly (readonly [string, Group])[] {
  const byName = Map.groupBy(groups, ({ name }) => name)
  return groups.map((group) => {
    const namesakes = byName.get(group.name) ?? []
    const sensitivity = sensitivityOf(group.first)
    const [main] = namesakes
    const { description } = group.first
    const base =
      description === main?.first.description
        ? group.name
        : [group.name, fileNameOf(description)].filter((part) => part !== undefined).join('-')
    const isNumbered =
      namesakes.find(({ first }) => first.description === description) === group ||
      namesakes.filter(
        ({ first }) => first.description === description && sensitivityOf(first) === sensitivity,
      ).length > 1
    return [takeName(isNumbered ? base : `${base}-${sensitivity}`, taken), group]
  })
}

/** A name from that of a file: `billing` of `specs/billing.yaml`. */
function fileNameOf(path: string): string | undefined {
  return nameFrom((path.split(/[/\\]/).at(-1) ?? '').replace(/\.[A-Za-z]+$/, ''))
}

function resourceOf(name: string, { first, members }: Group, context: DraftContext): DraftResource {
  const operations = [...new Set(members.map(({ operation }) => operation))]
  const methods = sorted(operations.map(({ method }) => method))
  const permissions: Omit<DraftGrant, 'origins'> = {
    methods: withoutImplied(methods),
    requestHeaders: sorted(operations.flatMap(({ requestHeaders }) => requestHeaders)),
    exposeHeaders: sorted(operations.flatMap(({ exposeHeaders }) => exposeHeaders)),
    credentials: first.credentials,
    more: {},
  }
  const { defaultSets } = context
  const marked = first.extension.grants
  const grants =
    marked !== null
      ? marked.flatMap((grant) => grantOf(grant, permissions, context.sets))
      : defaultSets !== null
        ? [
            {
              ...permissions,
              origins: defaultSets.names,
              credentials: permissions.credentials || defaultSets.credentials,
            },
          ]
        : []
  return {
    name,
    comments: commentsOf(operations),
    match: matchesOf(members),
    sensitivity: sensitivityOf(first),
    authentication: authenticationOf(first),
    owner: first.extension.owner,
    data: first.extension.data,
    grants,
    // An empty list in `x-marque` means: no grants.
    proposal: grants.length === 0 && marked?.length !== 0 ? permissions : null,
  }
}

function grantOf(
  marked: ExtensionGrant,
  permissions: Omit<DraftGrant, 'origins'>,
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
      methods: permissions.methods,
      requestHeaders: marked.requestHeaders ?? permissions.requestHeaders,
      exposeHeaders: marked.exposeHeaders ?? permissions.exposeHeaders,
      credentials: marked.credentials ?? (permissions.credentials && !any),
      more: marked.more,
    },
  ]
}

/** One match for each pattern, with the methods of its operations. */
function matchesOf(members: readonly Member[]): readonly DraftMatch[] {
  const matches = new Map<string, { host: string | null; path: string; methods: string[] }>()
  for (const { operation, endpoint } of members) {
    const { host, path } = endpoint
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
  if (first?.login !== 'unknown' || first.extension.sensitivity !== null) return []
  return ['The description has no `security` here: check whether `internal` is right.']
}
