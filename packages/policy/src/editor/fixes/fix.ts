/**
 * The types of quick fixes.
 *
 * @module
 */
import type { Finding } from '../../findings/index.ts'
import { steps } from '../../text/index.ts'
import { type EditorDocument, offsetOfFinding, type TextChange } from '../document.ts'
import {
  locateNode,
  locateScalar,
  type NodeLocation,
  type TreeEntry,
  type TreeMapping,
  type TreeScalar,
} from '../tree/index.ts'

/** A change that resolves one finding. */
export interface QuickFix {
  /** In the imperative: `Replace with ...`. */
  readonly title: string
  readonly changes: readonly TextChange[]
  /** Whether the fix is unambiguous, so that an editor may apply it without review. */
  readonly certain: boolean
}

/** A finding and the nodes that it is about. */
export interface FindingTarget {
  readonly document: EditorDocument
  readonly finding: Finding
  readonly offset: number
  /** The node at the path of the finding. */
  readonly location: NodeLocation | null
  /** The scalar that starts at the position of the finding. */
  readonly scalar: TreeScalar | null
  /** The mapping and the entry, where that scalar is a key. */
  readonly keyed: { readonly mapping: TreeMapping; readonly entry: TreeEntry } | null
}

/** Makes the fix of a finding; null where it does not apply, or more than one change would do. */
export type FixMaker = (target: FindingTarget) => QuickFix | null

/** Finds the nodes that a finding is about. */
export function findTarget(document: EditorDocument, finding: Finding): FindingTarget {
  const offset = offsetOfFinding(document, finding)
  const location = locateScalar(document.root, offset)
  const isThere = location?.scalar.start === offset
  const { container, entry } = location ?? { container: null, entry: null }
  const isKey =
    isThere && location.role === 'key' && container?.kind === 'mapping' && entry !== null
  return {
    document,
    finding,
    offset,
    location: locateNode(document.root, steps(finding.path)),
    scalar: isThere ? location.scalar : null,
    keyed: isKey ? { mapping: container, entry } : null,
  }
}

/** A fix of one change; null where there is no change. */
export function fix(title: string, change: TextChange | null, certain = true): QuickFix | null {
  return change === null ? null : { title, changes: [change], certain }
}

/** Text short enough for a menu. */
export function inTitle(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
