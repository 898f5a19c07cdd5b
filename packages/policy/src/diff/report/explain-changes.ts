/**
 * Changes by cause: which edit has which effects, and which edits have none.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { CauseFinder, isSameOutcome } from '../cause/index.ts'
import type { Cause, CauseOfChange, Change, Note } from '../change.ts'
import type { Edit } from '../edits/index.ts'
import type { UnexplainedChange } from './build-changes.ts'
import { editsText, effectOf, followsText } from './cause-text.ts'
import { byRisk } from './order.ts'

/** The changes with their causes. */
export interface ExplainedChanges {
  readonly changes: readonly Change[]
  readonly causes: readonly Cause[]
  readonly notes: readonly Note[]
}

/** Finds the cause of each change, groups the changes by cause, and lists the edits that cause none. */
export function explainChanges(
  unexplained: readonly UnexplainedChange[],
  before: Bundle,
  after: Bundle,
): ExplainedChanges {
  const finder = new CauseFinder(before, after)
  const edits = new Map<Change, readonly Edit[]>()
  for (const change of unexplained) {
    const { in: input, after: wanted } = change.witness
    const found = finder.find(input, (decision, edited) =>
      isSameOutcome(change, [decision, edited], [wanted, after]),
    )
    const [only] = found
    const together = only === undefined ? found : withSiblings(found, only, finder.edits, change)
    const cause = only !== undefined && found.length === 1 ? causeOf(only) : null
    edits.set({ ...change, cause }, together)
  }
  const changes = [...edits.keys()].sort(byRisk)
  const groups = Map.groupBy(changes, (change) => groupKey(change, edits.get(change) ?? []))
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
  return { changes, causes, notes: notesOf(finder.edits, causing, before, after) }
}

/** Where an origin joins or leaves a list, the other origins of the change that join or leave it too. */
function withSiblings(
  found: readonly Edit[],
  { kind, list, origin }: Edit,
  edits: readonly Edit[],
  { origins }: UnexplainedChange,
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
  return JSON.stringify(edits.length === 0 ? resource : edits.map(({ kind, says }) => [kind, says]))
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
