/**
 * What a quick fix is, and what the makers of them are given.
 *
 * @module
 */
import type { Finding } from '../../findings/index.ts'
import { steps } from '../../text/index.ts'
import { type EditorDocument, offsetOfFinding, type TextChange } from '../document.ts'
import { spotAt, type Target, targetAt } from '../tree/find.ts'
import type { TreeEntry, TreeMapping, TreeScalar } from '../tree/node.ts'

/** A change that mends one finding. */
export interface QuickFix {
  /** As an order: `Write ...`. */
  readonly title: string
  readonly changes: readonly TextChange[]
  /** Whether nobody could have meant anything else, so that an editor may do it with others at once. */
  readonly certain: boolean
}

/** A finding and what stands where it is. */
export interface FaultyPlace {
  readonly document: EditorDocument
  readonly finding: Finding
  readonly offset: number
  /** What the path of the finding leads to; null where it leads nowhere. */
  readonly target: Target | null
  /** The scalar that starts at the finding. */
  readonly scalar: TreeScalar | null
  /** Where that scalar is a key: the mapping, and the entry. */
  readonly keyed: { readonly mapping: TreeMapping; readonly entry: TreeEntry } | null
}

/** Makes the one change that mends a finding; null where there is none, or more than one. */
export type FixMaker = (place: FaultyPlace) => QuickFix | null

/** Looks up what stands where a finding is. */
export function faultyPlace(document: EditorDocument, finding: Finding): FaultyPlace {
  const offset = offsetOfFinding(document, finding)
  const spot = spotAt(document.root, offset)
  const isThere = spot?.scalar.start === offset
  const { holder, entry } = spot ?? { holder: null, entry: null }
  const isKey = isThere && spot.role === 'key' && holder?.kind === 'mapping' && entry !== null
  return {
    document,
    finding,
    offset,
    target: targetAt(document.root, steps(finding.path)),
    scalar: isThere ? spot.scalar : null,
    keyed: isKey ? { mapping: holder, entry } : null,
  }
}

/** A fix of one change, where there is that change. */
export function fix(title: string, change: TextChange | null, certain = true): QuickFix | null {
  return change === null ? null : { title, changes: [change], certain }
}

/** A text short enough for a menu. */
export function inTitle(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
