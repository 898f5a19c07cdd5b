/**
 * Changes by cause: which edit has which effects, and which edits have none.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import type { Cause, CauseOfChange, Change, Note } from '../change.ts'
import { type Edit, wordsKey } from '../edits/index.ts'
import { editsText, effectOf, followsText } from './cause-text.ts'
import type { CausedChange } from './changes-of-regions.ts'
import { sortedByRisk } from './order.ts'

/** The changes with their causes. */
export interface ExplainedChanges {
  readonly changes: readonly Change[]
  readonly causes: readonly Cause[]
  readonly notes: readonly Note[]
}

/** Groups changes by cause, and lists the edits that cause none. */
export function explainChanges(
  caused: readonly CausedChange[],
  all: readonly Edit[],
  before: Bundle,
  after: Bundle,
): ExplainedChanges {
  const edits = new Map(
    caused.map(({ change, edits: found }) => {
      const [only] = found
      return [change, only === undefined ? found : withSiblings(found, only, all, change)]
    }),
  )
  const changes = sortedByRisk(edits.keys())
  const groups = groupBy(changes, (change) => groupKey(change, edits.get(change) ?? []))
  const causes = [...groups.values()].map((group): Cause => {
    const together = [...new Set(group.flatMap((change) => edits.get(change) ?? []))]
    return {
      edits: together.map(causeOf),
      what: editsText(together, group),
      effect: effectOf(together, group, before, after),
      follows: followsText(together, before, after),
      changes: group,
    }
  })
  const causing = new Set([...edits.values()].flat())
  return { changes, causes, notes: notesOf(all, causing, before, after) }
}

/** Where an origin joins or leaves a list, the other origins of the change that join or leave it too. */
function withSiblings(
  found: readonly Edit[],
  { kind, list, origin }: Edit,
  edits: readonly Edit[],
  { origins }: Change,
): readonly Edit[] {
  if (found.length > 1 || origin === null) return found
  return edits.filter(
    (edit) =>
      edit.kind === kind &&
      edit.origin !== null &&
      origins.includes(edit.origin) &&
      edit.list?.kind === list?.kind &&
      edit.list?.name === list?.name,
  )
}

function causeOf({ kind, path }: Edit): CauseOfChange {
  return { kind, path }
}

/** Edits with equal words are one cause, as are the changes of a resource that several edits cause together. */
function groupKey({ resource }: Change, edits: readonly Edit[]): string {
  return edits.length === 0 ? resource : edits.map(wordsKey).join()
}

function notesOf(
  edits: readonly Edit[],
  causing: ReadonlySet<Edit>,
  before: Bundle,
  after: Bundle,
): readonly Note[] {
  return edits.flatMap((edit) => {
    if (causing.has(edit)) return []
    const follows = followsText([edit], before, after)
    const text = editsText([edit], [])
    const [resource = null] = edit.resources === null ? [] : [...edit.resources].slice(-1)
    return [
      { edit: causeOf(edit), resource, what: follows === null ? text : `${text}; ${follows}` },
    ]
  })
}
