/**
 * Fixes that remove entries without effect. None removes something that denies requests.
 *
 * @module
 */
import { steps } from '../../text/index.ts'
import { removeEntry, removeItem } from '../edit.ts'
import { locateNode, type TreeList } from '../tree/index.ts'
import { type FixMaker, fix, inTitle } from './fix.ts'

/** Removes a list item: the one at the path, or the one with the value of the finding in the list at the path. */
export const removeEntryOfList: FixMaker = ({ document, finding, location }) => {
  if (location === null) return null
  const { container, index, node } = location
  if (container?.kind === 'list' && index !== null && node?.kind === 'scalar') {
    return fix(titleOf(node.text), removeItem(document, container, index))
  }
  if (node?.kind !== 'list' || typeof finding.value !== 'string') return null
  const at = indexOf(node, finding.value)
  return at < 0 ? null : fix(titleOf(finding.value), removeItem(document, node, at))
}

/** Removes the key at the path. */
export const removeKey: FixMaker = ({ document, location }) => {
  if (location?.container?.kind !== 'mapping' || location.entry === null) return null
  const { container, entry } = location
  return fix(titleOf(entry.key.text), removeEntry(document, container, entry))
}

/** Removes the second of two duplicate keys with equal values. */
export const removeSecondKey: FixMaker = ({ document, keyed }) => {
  if (keyed === null) return null
  const { mapping, entry } = keyed
  const first = mapping.entries.find(({ key }) => key.text === entry.key.text)
  if (first === undefined || first === entry || textOf(first) !== textOf(entry)) return null
  return fix('Remove the duplicate', removeEntry(document, mapping, entry))

  function textOf({ value }: typeof entry): string | null {
    return value === null ? null : document.text.slice(value.start, value.end)
  }
}

/** Removes a grant or an exception that has ended; the user reviews it. */
export const removeEnded: FixMaker = ({ document, finding }) => {
  const what = finding.path.startsWith('/exceptions/') ? 'exception' : 'grant'
  const around = /^(?:\/resources\/\d+\/grants\/\d+|\/exceptions\/\d+)/.exec(finding.path)?.[0]
  if (around === undefined) return null
  const whole = locateNode(document.root, steps(around))
  if (whole?.container?.kind !== 'list' || whole.index === null) return null
  return fix(`Remove the ended ${what}`, removeItem(document, whole.container, whole.index), false)
}

/** Removes the trailing comma of a JSON collection. */
export const removeComma: FixMaker = ({ document, offset }) => {
  if (document.text[offset] !== ',') return null
  return fix('Remove the comma', { start: offset, end: offset + 1, newText: '' })
}

function indexOf(list: TreeList, text: string): number {
  return list.items.findLastIndex(
    ({ value }) => value?.kind === 'scalar' && value.text.toLowerCase() === text.toLowerCase(),
  )
}

function titleOf(text: string): string {
  return `Remove \`${inTitle(text)}\``
}
