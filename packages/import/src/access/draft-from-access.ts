/**
 * A draft from the access of origins.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { Draft, DraftGrant, DraftResource } from '../draft/index.ts'
import { nameFromPath, takeName } from '../names/index.ts'
import type { Access, AccessInput, PathSensitivity } from './access.ts'
import { type OriginSet, originSets } from './origin-sets.ts'
import { coversPath, crossesPath } from './path-cover.ts'

/** What a grant permits, without the origins. */
type Permission = Omit<DraftGrant, 'origins'>

/** Everything that no other pattern matches. */
const REST = '/**'

/** The grant of paths that any website may read. */
const ANY: DraftGrant = {
  origins: ['*'],
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  more: {},
}

/**
 * Drafts a policy that grants each origin its access and nothing else.
 *
 * - The most specific pattern decides (D7), so each pattern grants the access of every wider one too, unless the access is exact.
 * - Access to a wider pattern does not extend to a confidential path within it; only access that names a path in it counts.
 * - Paths that any website may read grant `*` and nothing more.
 * - Loopback origins exist in the environment `development` only.
 */
export function draftFromAccess(input: AccessInput): Draft {
  const patterns = distinct([
    ...input.paths.map(({ path }) => path),
    ...input.access.flatMap(({ paths }) => paths),
    REST,
  ])
  const origins = distinct(input.access.map(({ origin }) => origin))
  const sensitivities = new Map(patterns.map((path) => [path, sensitivityAt(path, input.paths)]))
  const permissions = new Map(
    origins.map((origin) => [
      origin,
      patterns.map((path) => permissionsAt(path, origin, input, sensitivities.get(path))),
    ]),
  )
  const sets = originSets(input.access, input.self, (origin) =>
    JSON.stringify(permissions.get(origin)),
  )
  const rows = patterns.map((path, at) => ({
    path,
    sensitivity: sensitivities.get(path) ?? ('internal' as const),
    grants: grantsAt(at, sets, permissions, sensitivities.get(path)),
  }))
  const { comments, schema, self, contact } = input
  return {
    comments,
    questions: [],
    schema,
    self,
    contact,
    sets: sets.map(({ draft }) => draft),
    resources: resourcesOf(rows, input.pathNotes, input.isSplitByName ?? false),
  }
}

/** The sensitivity of the most specific known pattern around a pattern; of every one that crosses it, the stricter. */
function sensitivityAt(path: string, known: readonly PathSensitivity[]): Sensitivity {
  const around = known.filter((one) => coversPath(one.path, path))
  const nearest = around.find((one) => around.every((other) => coversPath(other.path, one.path)))
  const isCrossed = known.some(
    (one) => one.sensitivity === 'confidential' && crossesPath(one.path, path),
  )
  const sensitivity = nearest?.sensitivity ?? 'internal'
  return isCrossed && sensitivity === 'internal' ? 'confidential' : sensitivity
}

/** What an origin may do at a pattern: its access there and, unless it is exact, at wider patterns. */
function permissionsAt(
  path: string,
  origin: string,
  { access, paths, isExact = false }: AccessInput,
  sensitivity: Sensitivity | undefined,
): readonly Permission[] {
  if (sensitivity === 'public') return []
  const guards = guardsOf(path, paths)
  const here = access.filter(
    (one) =>
      one.origin === origin &&
      one.paths.some(
        (own) =>
          (isExact ? own === path : coversPath(own, path)) &&
          guards.every((guard) => coversPath(guard, own)),
      ),
  )
  return joinMethods(methodsOf(here).map((method) => permissionOf(method, here)))
}

/** Patterns within which access to a pattern must lie: the confidential ones around it, and itself where one crosses it. */
function guardsOf(path: string, known: readonly PathSensitivity[]): readonly string[] {
  const secret = known.filter(({ sensitivity }) => sensitivity === 'confidential')
  const around = secret.filter((one) => coversPath(one.path, path)).map((one) => one.path)
  return secret.some((one) => crossesPath(one.path, path)) ? [...around, path] : around
}

/** GET covers HEAD (D7). */
function methodsOf(access: readonly Access[]): readonly string[] {
  const methods = sorted(access.flatMap((one) => one.methods))
  return methods.includes('GET') ? methods.filter((method) => method !== 'HEAD') : methods
}

/** The access by one method as a whole: the first grant that fits origin and method decides (D9). */
function permissionOf(method: string, access: readonly Access[]): Permission {
  const using = access.filter((one) => one.methods.includes(method))
  const reading = using.filter(({ read }) => read)
  const here = reading.length > 0 ? reading : using
  const ages = here.flatMap(({ maxAge }) => (maxAge === null ? [] : [maxAge]))
  return {
    methods: [method],
    requestHeaders: sorted(here.flatMap((one) => one.requestHeaders)),
    exposeHeaders: sorted(reading.flatMap((one) => one.exposeHeaders)),
    credentials: here.some(({ credentials }) => credentials),
    more: {
      ...(here.some(({ websocket }) => websocket) && { websocket: true }),
      ...(reading.length === 0 && { read: false }),
      ...(ages.length > 0 && { maxAge: Math.min(...ages) }),
    },
  }
}

/** One permission for all that differ in their methods only. */
function joinMethods(permissions: readonly Permission[]): readonly Permission[] {
  const groups = Map.groupBy(permissions, ({ methods, ...rest }) => JSON.stringify(rest))
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, methods: [first, ...others].flatMap((one) => one.methods) }],
  )
}

/** One grant for each permission, with the sets that have it. */
function grantsAt(
  at: number,
  sets: readonly OriginSet[],
  permissions: ReadonlyMap<string, readonly (readonly Permission[])[]>,
  sensitivity: Sensitivity | undefined,
): readonly DraftGrant[] {
  if (sensitivity === 'public') return [ANY]
  const grants = new Map<string, { readonly origins: string[]; readonly permission: Permission }>()
  for (const { draft, origins } of sets) {
    for (const permission of permissions.get(origins[0] ?? '')?.[at] ?? []) {
      const key = JSON.stringify(permission)
      const grant = grants.get(key) ?? { origins: [], permission }
      grant.origins.push(draft.name)
      grants.set(key, grant)
    }
  }
  return [...grants.values()].map(({ origins, permission }) => ({ ...permission, origins }))
}

interface Row {
  readonly path: string
  readonly sensitivity: Sensitivity
  readonly grants: readonly DraftGrant[]
}

const COMMENTS: { readonly [sensitivity in Sensitivity]?: string } = {
  public: 'Any website may read these responses, without credentials.',
  confidential:
    'Requests from origins without a grant are rejected with 403 before they reach the application.',
}
const REST_COMMENT = 'Everything else. Split this resource when its parts need different grants.'

/** One resource for the patterns with the same sensitivity and grants; the one for everything else is the last. */
function resourcesOf(
  rows: readonly Row[],
  notes: ReadonlyMap<string, string>,
  isSplitByName: boolean,
): readonly DraftResource[] {
  const groups = [
    ...Map.groupBy(rows, ({ path, sensitivity, grants }) =>
      path === REST && sensitivity === 'internal'
        ? REST
        : JSON.stringify([sensitivity, grants, isSplitByName ? nameFromPath(path) : null]),
    ).entries(),
  ].sort(([a], [b]) => Number(a === REST) - Number(b === REST))
  const taken = new Set<string>(['api'])
  const named = new Set<Sensitivity>()
  return groups.flatMap(([key, members]) => {
    const [first] = members
    if (first === undefined) return []
    const { sensitivity, grants } = first
    const ofKind = groups.filter(([, [one]]) => one?.sensitivity === sensitivity).length
    const isRest = key === REST
    const plain = sensitivity !== 'internal' && ofKind === 1 && !named.has(sensitivity)
    named.add(sensitivity)
    const comment = isRest ? REST_COMMENT : COMMENTS[sensitivity]
    return [
      {
        name: isRest ? 'api' : takeName(plain ? sensitivity : nameFromPath(first.path), taken),
        comments: comment === undefined ? [] : [comment],
        match: members.map(({ path }) => ({
          host: null,
          path,
          methods: null,
          ...noteOf(notes.get(path)),
        })),
        sensitivity,
        authentication: 'optional' as const,
        owner: null,
        data: [],
        grants,
        proposal: grants.length === 0 ? PROPOSAL : null,
      },
    ]
  })
}

/** The permissions of the example in a resource without grants. */
const PROPOSAL: Permission = {
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  more: {},
}

function noteOf(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}
