/**
 * Edits of the grants and exceptions of one resource.
 *
 * @module
 */
import type { Bundle, Grant, Resource } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import { type GrantPair, pairGrants } from './align.ts'
import { mapResource, withSets } from './apply.ts'
import { conditionParts, conditionText, durationText, listText } from './condition-text.ts'
import { type Edit, type EditKind, pointer, quoted } from './edit.ts'
import { endText } from './list-edits.ts'
import { isSame } from './same.ts'

/** A resource before and after, with what its grants refer to. */
export interface Edited {
  readonly was: Resource
  readonly now: Resource
  /** Index of {@link now} in the bundle after. */
  readonly at: number
  readonly sets: readonly [before: Bundle['sets'], after: Bundle['sets']]
  /** Old names of sets to new ones. */
  readonly renamed: ReadonlyMap<string, string>
}

/** All edits of the grants of a resource that both bundles have. */
export function grantEdits(edited: Edited): readonly Edit[] {
  const { was, now } = edited
  if (isSame(was.grants, now.grants)) return []
  const pairs = pairGrants(was.grants, now.grants)
  const edits = pairs.flatMap((pair) => editsOf(edited, pair))
  const order = pairs
    .filter(([before, after]) => before !== null && after !== null)
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([, after]) => after ?? 0)
  if (order.some((index, place) => place > 0 && index < (order[place - 1] ?? 0))) {
    edits.push(reordered(edited, pairs))
  }
  return edits
}

function editsOf(edited: Edited, [before, after]: GrantPair): readonly Edit[] {
  const { was, now } = edited
  const old = before === null ? undefined : was.grants[before]
  const grant = after === null ? undefined : now.grants[after]
  if (old === undefined && grant !== undefined && after !== null) {
    return [added(edited, grant, after)]
  }
  if (old !== undefined && grant === undefined && before !== null) {
    return [removed(edited, old, before)]
  }
  if (old === undefined || grant === undefined || before === null || after === null) return []
  return changed(edited, old, grant, before, after)
}

function factsOf({ was, now }: Edited): Omit<Edit, 'kind' | 'path' | 'says' | 'apply'> {
  return {
    subject: quoted(now.name),
    plural: 'resources',
    resources: new Set([was.name, now.name]),
    origin: null,
    list: null,
  }
}

function added(edited: Edited, grant: Grant, after: number): Edit {
  const says = `: new ${grantText(grant)}${contentText(grant)}`
  return {
    ...factsOf(edited),
    kind: grant.exception === null ? 'grant-added' : 'exception-added',
    path: pointer('resources', edited.at, 'grants', after),
    says: [says, says],
    apply: (bundle) =>
      mapGrants(bundle, edited, (grants) => [
        ...grants.slice(0, after),
        grant,
        ...grants.slice(after),
      ]),
  }
}

function removed(edited: Edited, grant: Grant, before: number): Edit {
  const says = `: ${grantText(grant)} removed`
  return {
    ...factsOf(edited),
    kind: grant.exception === null ? 'grant-removed' : 'exception-removed',
    path: pointer('resources', edited.at, 'grants', before),
    says: [says, says],
    apply: (bundle) => mapGrants(bundle, edited, (grants) => grants.filter((one) => one !== grant)),
  }
}

function reordered(edited: Edited, pairs: readonly GrantPair[]): Edit {
  const wanted = new Map(pairs)
  return {
    ...factsOf(edited),
    kind: 'grants-reordered',
    path: pointer('resources', edited.at, 'grants'),
    says: [': its grants are in another order', ': their grants are in another order'],
    apply: (bundle) =>
      mapGrants(bundle, edited, (grants) =>
        [...grants.entries()]
          .sort(([a], [b]) => (wanted.get(a) ?? a) - (wanted.get(b) ?? b))
          .map(([, grant]) => grant),
      ),
  }
}

const KEYS = [
  'methods',
  'requestHeaders',
  'exposeHeaders',
  'credentials',
  'read',
  'nullReach',
  'websocket',
  'timing',
  'token',
  'maxAge',
  'from',
  'until',
  'when',
] as const

type GrantKey = (typeof KEYS)[number]

function changed(
  edited: Edited,
  old: Grant,
  grant: Grant,
  before: number,
  after: number,
): readonly Edit[] {
  const edit = (
    key: string,
    text: string,
    change: (grant: Grant) => Grant,
    kind: EditKind = grant.exception === null ? 'grant-changed' : 'exception-changed',
  ): Edit => {
    // Grants that gain one set are told together, whatever else they are for.
    const says = key === 'sets' ? `: a grant is ${text}` : `: ${grantText(old)} ${text}`
    return {
      ...factsOf(edited),
      senders: {
        any: old.any || grant.any,
        tenant: old.tenant || grant.tenant,
        sets: [...old.sets, ...grant.sets],
        nullReach: old.nullReach || grant.nullReach,
      },
      kind,
      path: pointer('resources', edited.at, 'grants', after, key),
      says: [says, says],
      apply: (bundle) =>
        mapGrants(bundle, edited, (grants) =>
          grants.map((one, at) => (at === before ? change(one) : one)),
        ),
    }
  }
  const edits = KEYS.filter((key) => !isSame(old[key], grant[key])).map((key) =>
    edit(key, keyText(key, old, grant), (one) => ({ ...one, [key]: grant[key] })),
  )
  edits.push(...senderEdits(edited, old, grant, edit))
  return edits
}

/** One edit for each set that the grant gains or loses; a renamed set is neither. */
function senderEdits(
  { sets, renamed }: Edited,
  old: Grant,
  grant: Grant,
  edit: (key: string, text: string, change: (grant: Grant) => Grant, kind?: EditKind) => Edit,
): readonly Edit[] {
  const edits: Edit[] = []
  if (old.any !== grant.any || old.tenant !== grant.tenant) {
    const { any, tenant } = grant
    edits.push(
      edit('sets', `for ${sendersText(grant)}`, (one) => ({
        ...one,
        any,
        tenant,
        sets: any ? [] : one.sets,
      })),
    )
  }
  const known = new Set(old.sets.map((set) => renamed.get(set) ?? set))
  for (const set of grant.sets.filter((name) => !known.has(name))) {
    const add = (one: Grant): Grant => ({ ...one, any: false, sets: [...one.sets, set].sort() })
    const kind = Object.hasOwn(sets[0], set) ? 'grant-changed' : 'set-added'
    edits.push(edit('sets', `also for ${quoted(set)}`, add, kind))
  }
  for (const set of old.sets.filter((name) => !grant.sets.includes(renamed.get(name) ?? name))) {
    const drop = (one: Grant): Grant => ({
      ...one,
      sets: one.sets.filter((name) => name !== set && name !== renamed.get(set)),
    })
    const kind = Object.hasOwn(sets[1], set) ? 'grant-changed' : 'set-removed'
    edits.push(edit('sets', `no longer for ${quoted(set)}`, drop, kind))
  }
  return edits
}

function mapGrants(
  bundle: Bundle,
  { was, sets }: Edited,
  change: (grants: readonly Grant[]) => readonly Grant[],
): Bundle {
  const changed = mapResource(bundle, was.name, (one) => ({ ...one, grants: change(one.grants) }))
  return withSets(changed, sets[1])
}

/** `grant for `apps``, `exception `EX-1` for …`. */
function grantText(grant: Grant): string {
  const what = grant.exception === null ? 'grant' : `exception ${quoted(grant.exception)}`
  return `${what} for ${sendersText(grant)}`
}

/** Sets that are named; more are counted. */
const NAMED = 3

function sendersText({ any, tenant, sets }: Grant): string {
  if (any) return 'any origin'
  const names = [...(tenant ? ["the tenant's own origins"] : []), ...sets.map(quoted)]
  if (names.length === 0) return 'no origin'
  return names.length > NAMED ? `${names.length} sets` : listText(names, 'and')
}

/** What a new grant allows, in short. */
function contentText(grant: Grant): string {
  const condition = conditionText(grant, false)
  const parts = [
    grant.methods.join(', '),
    ...(grant.read ? [] : ['without reading the response']),
    ...(grant.credentials ? ['with credentials'] : []),
    ...(condition === null ? [] : [`with ${condition}`]),
    ...(grant.from === null ? [] : [`from ${formatInstant(grant.from)}`]),
    ...(grant.until === null ? [] : [`until ${formatInstant(grant.until)}`]),
  ]
  return `: ${parts.filter((part) => part !== '').join(', ')}`
}

function keyText(key: GrantKey, old: Grant, grant: Grant): string {
  switch (key) {
    case 'methods':
      return namesText('allows', old.methods, grant.methods)
    case 'requestHeaders':
      return namesText('allows the request headers', old.requestHeaders, grant.requestHeaders)
    case 'exposeHeaders':
      return namesText('exposes', old.exposeHeaders, grant.exposeHeaders)
    case 'maxAge':
      return `lets browsers cache preflights for ${seconds(grant)} instead of ${seconds(old)}`
    case 'until':
      return endText(old.until, grant.until)
    case 'from':
      return grant.from === null
        ? 'no longer has a start'
        : `starts at ${formatInstant(grant.from)}${old.from === null ? '' : ` instead of ${formatInstant(old.from)}`}`
    case 'when':
      return whenText(old, grant)
    default:
      return FLAGS[key][grant[key] ? 1 : 0]
  }
}

const FLAGS = {
  credentials: ['no longer allows credentials', 'allows credentials'],
  read: ['no longer allows reading the response', 'allows reading the response'],
  nullReach: ['no longer accepts `Origin: null`', 'accepts `Origin: null`'],
  websocket: ['no longer allows WebSockets', 'allows WebSockets'],
  timing: ['no longer allows resource timings', 'allows resource timings'],
  token: ['no longer requires an origin-bound token', 'requires an origin-bound token'],
} as const

/** The parts of a condition that are new, and those that are gone. */
function whenText(old: Grant, grant: Grant): string {
  const [before, after] = [conditionParts(old, false), conditionParts(grant, false)]
  const added = after.filter((part) => !before.includes(part))
  const lost = before.filter((part) => !after.includes(part))
  const also = before.length === lost.length ? 'requires' : 'also requires'
  const gone = listText(lost, 'and')
  if (added.length === 0) return `no longer requires ${gone}`
  const instead = lost.length === 0 ? '' : ` instead of ${gone}`
  return `${lost.length === 0 ? also : 'requires'} ${listText(added, 'and')}${instead}`
}

function seconds({ maxAge }: Grant): string {
  return durationText(maxAge * 1000)
}

function namesText(verb: string, old: readonly string[], now: readonly string[]): string {
  const added = now.filter((name) => !old.includes(name))
  const lost = old.filter((name) => !now.includes(name))
  const parts = [
    ...(added.length > 0 ? [`also ${verb} ${listText(added.map(quoted), 'and')}`] : []),
    ...(lost.length > 0 ? [`no longer ${verb} ${listText(lost.map(quoted), 'and')}`] : []),
  ]
  return parts.join(', and ')
}
