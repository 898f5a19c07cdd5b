/**
 * Causes in words: the edit, and what follows from it as a whole.
 *
 * @module
 */
import type { Bundle, Resource, Sensitivity } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import { isTimingByLayer } from '../../timing-author.ts'
import { type Change, UNMATCHED } from '../change.ts'
import { durationText, type Edit, listText, type OriginListName, wordsKey } from '../edits/index.ts'
import { resourceNamed } from './resource-named.ts'

/** Subjects that are named; more are counted. */
const NAMED = 2

/**
 * The edits in words. Edits with equal words have one predicate; different ones, which have the effect together, are joined.
 *
 * @param changes What the edits cause, for the case of no edit: several together.
 */
export function editsText(edits: readonly Edit[], changes: readonly Change[]): string {
  const [change] = changes
  if (edits.length === 0) {
    return change === undefined ? '' : `${resourceText(change.resource)}: several edits together`
  }
  const groups = groupBy(edits, wordsKey)
  return [...groups.values()].map(groupText).join(', and ')
}

function groupText(edits: readonly Edit[]): string {
  const [first] = edits
  if (first === undefined) return ''
  const [one, several] = first.says
  if (edits.length === 1) return joined(first.subject, one)
  const subjects = edits.map(({ subject }) => subject)
  const subject =
    edits.length > NAMED ? `${edits.length} ${first.plural}` : listText(subjects, 'and')
  return joined(subject, several)
}

function joined(subject: string, says: string): string {
  return says.startsWith(':') ? subject + says : `${subject} ${says}`
}

/** What follows from a cause as a whole; null where its changes say it better. */
export function effectOf(
  edits: readonly Edit[],
  changes: readonly Change[],
  before: Bundle,
  after: Bundle,
): string | null {
  const [first] = edits
  const all = new Set(changes.map(({ resource }) => resource))
  const names = [...all].filter((name) => name !== UNMATCHED)
  const rest = all.has(UNMATCHED) ? ' and unmatched requests' : ''
  const where = `${resourcesText(names)}${sensitivitiesText(changes)}${rest}`
  if (first?.list && first.origin !== null) {
    const isAdded = first.kind === 'origin-added'
    const isAlone = edits.every(
      ({ origin, list }) =>
        origin !== null && list !== null && !isListedElsewhere(isAdded ? before : after, origin),
    )
    const directions = new Set(changes.map(({ direction }) => direction))
    if (isAlone && directions.size === 1) {
      return isAdded
        ? `may do what every origin of ${listName(first.list)} may: ${where}`
        : `may no longer do what the origins of ${listName(first.list)} may: ${where}`
    }
  }
  return names.length > NAMED ? where : null
}

function listName({ kind, name }: OriginListName): string {
  return kind === 'set' ? `\`${name}\`` : `the tenant \`${name}\``
}

/** Whether any list of a bundle has an origin or a pattern, as it is written. */
function isListedElsewhere({ sets, tenants, self }: Bundle, origin: string): boolean {
  return (
    self.includes(origin) ||
    [...Object.values(sets), ...Object.values(tenants)].some(
      ({ exact, patterns }) => exact.includes(origin) || patterns.includes(origin),
    )
  )
}

function resourceText(resource: string): string {
  return resource === UNMATCHED ? 'unmatched requests' : `\`${resource}\``
}

function resourcesText(names: readonly string[]): string {
  return names.length > NAMED
    ? `${names.length} resources`
    : listText(names.map(resourceText), 'and')
}

/** How many of the resources are restricted, and how many confidential. */
function sensitivitiesText(changes: readonly Change[]): string {
  const named = changes.filter(({ resource }) => resource !== UNMATCHED)
  const all = new Set(named.map(({ resource }) => resource)).size
  const parts = (['restricted', 'confidential'] as const).flatMap((sensitivity) => {
    const names = changes
      .filter(({ sensitivity: [, now] }) => now === sensitivity)
      .map(({ resource }) => resource)
    const number = new Set(names).size
    if (number === 0) return []
    return [number === all ? sensitivity : `${number} ${sensitivity}`]
  })
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** What edits change during an incident and where the lease has ended, and in headers of the application; null for nothing. */
export function followsText(edits: readonly Edit[], before: Bundle, after: Bundle): string | null {
  const all = new Set(edits.flatMap((edit) => followsOf(edit, before, after) ?? []))
  return all.size === 0 ? null : [...all].join('; ')
}

function followsOf(edit: Edit, before: Bundle, after: Bundle): string | null {
  const { kind, path, resources } = edit
  const [old, now] = pairOf(resources, before, after)
  if (kind === 'resource-renamed' && old !== undefined) {
    return `origin-bound tokens and lockdowns for \`${old.name}\` no longer apply`
  }
  if (isOfGrants(kind)) return timingText(edit, before, [old, now])
  const isConcerned = kind === 'match-moved' || path.endsWith('/sensitivity')
  if (!isConcerned || old === undefined || now === undefined) return null
  const parts: string[] = []
  if ((old.sensitivity === 'public') !== (now.sensitivity === 'public')) {
    const verb = now.sensitivity === 'public' ? 'no longer denies' : 'denies'
    parts.push(`a \`public-only\` lockdown ${verb} it`)
  }
  const [was, is] = [staleText(before, old.sensitivity), staleText(after, now.sensitivity)]
  if (was !== is) parts.push(`${is} (before: ${was})`)
  return parts.length === 0 ? null : listText(parts, 'and')
}

function isOfGrants(kind: Edit['kind']): boolean {
  return /^(?:grant|exception)s?-/.test(kind)
}

/** Whether the edit makes another author of `Timing-Allow-Origin`, also of responses to origins without a grant, which changes do not compare. */
function timingText(
  { apply }: Edit,
  before: Bundle,
  [old, now]: readonly [Resource | undefined, Resource | undefined],
): string | null {
  if (old === undefined || now === undefined) return null
  const isByLayer = isTimingByLayer(now)
  if (isTimingByLayer(old) === isByLayer) return null
  const edited = resourceNamed(apply(before), old.name)
  // Of several edits, those that add or remove a grant with `timing`.
  if (edited === undefined || timingGrants(edited) === timingGrants(old)) return null
  return isByLayer
    ? `\`Timing-Allow-Origin\` headers of the application are removed from responses of \`${now.name}\``
    : `\`Timing-Allow-Origin\` headers of the application are no longer removed from responses of \`${now.name}\``
}

function timingGrants({ grants }: Resource): number {
  return grants.filter(({ timing }) => timing).length
}

/** The resource that decides before and the one that decides after an edit. */
function pairOf(
  names: Edit['resources'],
  before: Bundle,
  after: Bundle,
): readonly [Resource | undefined, Resource | undefined] {
  const all = [...(names ?? [])]
  return [resourceNamed(before, all[0] ?? null), resourceNamed(after, all.at(-1) ?? null)]
}

/** What happens once the lease has ended (rules, incidents). */
function staleText({ staleAfter }: Bundle, sensitivity: Sensitivity): string {
  const age = staleAfter[sensitivity]
  if (age === null) return 'a stale lease has no effect'
  const effect =
    sensitivity === 'restricted' ? 'denies cross-origin requests' : 'withholds credentials'
  return `a lease that ended ${durationText(age)} ago ${effect}`
}
