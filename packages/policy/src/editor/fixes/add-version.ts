/**
 * Adding a missing `version`.
 *
 * @module
 */
import { lineStart } from '../document.ts'
import { type FixMaker, fix } from './fix.ts'

/** Inserts `version: 1` as the first key where it is missing. */
export const addVersion: FixMaker = ({ document, finding }) => {
  const { root, text, json } = document
  if (finding.path !== '' || !finding.message.startsWith('`version` ') || root?.kind !== 'mapping')
    return null
  const [first] = root.entries
  if (first === undefined) return null
  const { start } = first.key
  const title = 'Add `version: 1`'
  if (root.flow) {
    const gap = text.slice(root.start + 1, start)
    const newText = `${json ? '"version"' : 'version'}: 1,${gap === '' ? ' ' : gap}`
    return fix(title, { start, end: start, newText })
  }
  const indent = text.slice(lineStart(text, start), start).replace('\ufeff', '')
  const brk = text.includes('\r\n') ? '\r\n' : '\n'
  return fix(title, { start, end: start, newText: `version: 1${brk}${indent}` })
}
