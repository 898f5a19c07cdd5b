/**
 * Fixes that take out what says nothing, or nothing any more. None of them takes out what denies something.
 *
 * @module
 */
import { steps } from '../../text/index.ts'
import { removeEntry, removeItem } from '../edit.ts'
import { targetAt } from '../tree/find.ts'
import type { TreeList } from '../tree/node.ts'
import { type FixMaker, fix, inTitle } from './fix.ts'

/** Takes the entry out of its list: by its path, or in the list that the path leads to by its value. */
export const removeEntryOfList: FixMaker = ({ document, finding, target }) => {
  if (target === null) return null
  const { holder, index, node } = target
  if (holder?.kind === 'list' && index !== null && node?.kind === 'scalar') {
    return fix(titleOf(node.text), removeItem(document, holder, index))
  }
  if (node?.kind !== 'list' || typeof finding.value !== 'string') return null
  const at = indexOf(node, finding.value)
  return at < 0 ? null : fix(titleOf(finding.value), removeItem(document, node, at))
}

/** Takes out the key that the path leads to. */
export const removeKey: FixMaker = ({ document, target }) => {
  if (target === null || target.entry === null || target.holder?.kind !== 'mapping') return null
  return fix(titleOf(target.entry.key.text), removeEntry(document, target.holder, target.entry))
}

/** Takes out the second of two equal keys, where both say the same. */
export const removeSecondKey: FixMaker = ({ document, keyed }) => {
  if (keyed === null) return null
  const { mapping, entry } = keyed
  const first = mapping.entries.find(({ key }) => key.text === entry.key.text)
  if (first === undefined || first === entry || textOf(first) !== textOf(entry)) return null
  return fix('Remove the second one', removeEntry(document, mapping, entry))

  function textOf({ value }: typeof entry): string | null {
    return value === null ? null : document.text.slice(value.start, value.end)
  }
}

/** Takes out a grant or an exception that has ended; somebody looks at what goes. */
export const removeEnded: FixMaker = ({ document, finding }) => {
  const what = finding.path.startsWith('/exceptions/') ? 'exception' : 'grant'
  const around = /^(?:\/resources\/\d+\/grants\/\d+|\/exceptions\/\d+)/.exec(finding.path)?.[0]
  if (around === undefined) return null
  const whole = targetAt(document.root, steps(around))
  if (whole?.holder?.kind !== 'list' || whole.index === null) return null
  return fix(`Remove the ended ${what}`, removeItem(document, whole.holder, whole.index), false)
}

/** Takes out the comma before a closing bracket of JSON. */
export const removeComma: FixMaker = ({ document, finding, offset }) => {
  if (finding.help !== 'remove the comma' || document.text[offset] !== ',') return null
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
