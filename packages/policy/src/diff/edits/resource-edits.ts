/**
 * Edits of resources: added, removed, renamed, their matches and their own keys.
 *
 * @module
 */
import type { Bundle, Match, Resource } from '@marque/core'
import { type Pair, pairResources } from './align.ts'
import { mapResource, withSets } from './apply.ts'
import { type Edit, pointer, quoted } from './edit.ts'
import { grantEdits } from './grant-edits.ts'
import { renamedSets } from './list-edits.ts'
import { isSame } from './same.ts'

const NO_LIST = { origin: null, list: null } as const

/** All edits of resources and their grants. */
export function resourceEdits(before: Bundle, after: Bundle): readonly Edit[] {
  const pairs = pairResources(before, after)
  const indexes = new Map(after.resources.map(({ name }, at) => [name, at]))
  const old = new Map(before.resources.map(({ name }, at) => [name, at]))
  const edits: Edit[] = []
  const moved = new Set<Match>()
  const sets = [before.sets, after.sets] as const
  const renames = renamedSets(before, after)
  edits.push(...movedMatches(pairs, indexes, moved))
  for (const [was, now] of pairs) {
    if (was === null && now !== null) edits.push(added(now, indexes.get(now.name) ?? 0, after))
    if (was !== null && now === null) edits.push(removed(was, old.get(was.name) ?? 0))
    if (was === null || now === null || was === now) continue
    const at = indexes.get(now.name) ?? 0
    if (was.name !== now.name) edits.push(renamed(was, now, at))
    edits.push(...matchEdits(was, now, at, moved))
    edits.push(...grantEdits({ was, now, at, sets, renamed: renames }))
    edits.push(...keyEdits(was, now, at))
  }
  return edits
}

function subjectOf(now: Resource): Pick<Edit, 'subject' | 'plural' | 'origin' | 'list'> {
  return { subject: quoted(now.name), plural: 'resources', ...NO_LIST }
}

function added(now: Resource, at: number, { sets }: Bundle): Edit {
  return {
    kind: 'resource-added',
    path: pointer('resources', at),
    ...subjectOf(now),
    subject: `resource ${quoted(now.name)}`,
    says: [`added, for ${matchesText(now.match)}`, 'added'],
    resources: new Set([now.name]),
    apply: (bundle) => withSets({ ...bundle, resources: sorted([...bundle.resources, now]) }, sets),
  }
}

function removed(was: Resource, at: number): Edit {
  return {
    kind: 'resource-removed',
    path: pointer('resources', at),
    ...subjectOf(was),
    subject: `resource ${quoted(was.name)}`,
    says: [`removed, with ${matchesText(was.match)}`, 'removed'],
    resources: new Set([was.name]),
    apply: (bundle) => ({
      ...bundle,
      resources: bundle.resources.filter(({ name }) => name !== was.name),
    }),
  }
}

function renamed(was: Resource, now: Resource, at: number): Edit {
  return {
    kind: 'resource-renamed',
    path: pointer('resources', at, 'name'),
    ...subjectOf(was),
    subject: `resource ${quoted(was.name)}`,
    says: [`renamed ${quoted(now.name)}`, 'renamed'],
    resources: new Set([was.name, now.name]),
    apply: (bundle) => {
      const changed = mapResource(bundle, was.name, (one) => ({ ...one, name: now.name }))
      return { ...changed, resources: sorted(changed.resources) }
    },
  }
}

/** Matches that one resource loses and another one gains; they are remembered in `moved`. */
function movedMatches(
  pairs: readonly Pair<Resource>[],
  indexes: ReadonlyMap<string, number>,
  moved: Set<Match>,
): readonly Edit[] {
  const gained = pairs.flatMap(([was, now]) =>
    was === null || now === null ? [] : onlyIn(now, was).map((match) => ({ match, was, now })),
  )
  const edits: Edit[] = []
  for (const [from, still] of pairs) {
    if (from === null || still === null) continue
    for (const match of onlyIn(from, still)) {
      const to = gained.find((one) => isSame(one.match, match) && !moved.has(one.match))
      if (to === undefined) continue
      moved.add(match).add(to.match)
      const [source, target] = [from.name, to.was.name]
      edits.push({
        kind: 'match-moved',
        path: pointer(
          'resources',
          indexes.get(to.now.name) ?? 0,
          'match',
          to.now.match.indexOf(to.match),
        ),
        subject: quoted(matchText(match)),
        plural: 'paths',
        ...NO_LIST,
        says: [
          `moves from ${quoted(source)} to ${quoted(to.now.name)}`,
          `move from ${quoted(source)} to ${quoted(to.now.name)}`,
        ],
        resources: new Set([source, still.name, target, to.now.name]),
        apply: (bundle) =>
          mapResource(
            mapResource(bundle, source, (one) => withoutMatch(one, match)),
            target,
            (one) => ({ ...one, match: [...one.match, match] }),
          ),
      })
    }
  }
  return edits
}

function matchEdits(
  was: Resource,
  now: Resource,
  at: number,
  moved: ReadonlySet<Match>,
): readonly Edit[] {
  const facts = { ...subjectOf(now), resources: new Set([was.name, now.name]) }
  const lost = new Set(onlyIn(was, now).filter((match) => !moved.has(match)))
  const edits: Edit[] = []
  for (const match of onlyIn(now, was)) {
    if (moved.has(match)) continue
    const path = pointer('resources', at, 'match', now.match.indexOf(match))
    const text = quoted(matchText(match))
    const old = [...lost].find((one) => one.host === match.host && one.path === match.path)
    if (old === undefined) {
      const says = `also matches ${text}`
      edits.push({
        ...facts,
        kind: 'match-added',
        path,
        says: [says, `also match ${text}`],
        apply: (bundle) =>
          mapResource(bundle, was.name, (one) => ({ ...one, match: [...one.match, match] })),
      })
      continue
    }
    lost.delete(old)
    const says = `: ${text} is for ${methodsText(match)} instead of ${methodsText(old)}`
    const slash =
      old.encodedSlash === match.encodedSlash
        ? ''
        : `, with \`encodedSlash: ${match.encodedSlash}\``
    edits.push({
      ...facts,
      kind: 'match-methods',
      path,
      says: [says + slash, says + slash],
      apply: (bundle) =>
        mapResource(bundle, was.name, (one) => {
          const others = withoutMatch(one, old)
          return { ...others, match: [...others.match, match] }
        }),
    })
  }
  for (const match of lost) {
    const text = quoted(matchText(match))
    edits.push({
      ...facts,
      kind: 'match-removed',
      path: pointer('resources', at, 'match'),
      says: [`no longer matches ${text}`, `no longer match ${text}`],
      apply: (bundle) => mapResource(bundle, was.name, (one) => withoutMatch(one, match)),
    })
  }
  return edits
}

const KEYS = ['sensitivity', 'enforce', 'isolate', 'authentication', 'resourcePolicy'] as const

function keyEdits(was: Resource, now: Resource, at: number): readonly Edit[] {
  return KEYS.filter((key) => was[key] !== now[key]).map((key) => {
    const says = `: \`${key}: ${now[key]}\` instead of \`${was[key]}\``
    return {
      kind: 'resource-changed',
      path: pointer('resources', at, key),
      ...subjectOf(now),
      says: [says, says],
      resources: new Set([was.name, now.name]),
      apply: (bundle) => mapResource(bundle, was.name, (one) => ({ ...one, [key]: now[key] })),
    }
  })
}

function sorted(resources: readonly Resource[]): readonly Resource[] {
  return [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function onlyIn(here: Resource, there: Resource): readonly Match[] {
  return here.match.filter((match) => !there.match.some((other) => isSame(match, other)))
}

function withoutMatch(resource: Resource, match: Match): Resource {
  return { ...resource, match: resource.match.filter((other) => !isSame(match, other)) }
}

/** A match as `api.example.com/v1/**`, with its methods. */
function matchText({ host, path, methods }: Match): string {
  const place = `${host ?? ''}${path}`
  return methods === null ? place : `${methods.join(', ')} ${place}`
}

function methodsText({ methods }: Match): string {
  return methods === null ? 'every method' : methods.join(', ')
}

/** Matches that are named; more are counted. */
const NAMED = 2

function matchesText(matches: readonly Match[]): string {
  return matches.length > NAMED
    ? `${matches.length} paths`
    : matches.map((match) => quoted(matchText(match))).join(' and ')
}
