/**
 * Fixes that write one text in the place of another, as the finding says it.
 *
 * @module
 */

import { isOriginText } from '../../read/index.ts'
import { steps } from '../../text/index.ts'
import type { TextChange } from '../document.ts'
import { quoted, writeScalar } from '../edit.ts'
import { formAt } from '../form-at.ts'
import { namesIn, rename } from '../names.ts'
import { type FaultyPlace, type FixMaker, fix, inTitle, type QuickFix } from './fix.ts'

/** Help that leaves no choice. What stands behind the text, a reason or an `or`, makes it a matter for people. */
const WRITE = /^write (?:`T` between day and time: )?`([^`]+)`$/
const MEANT = /^did you mean `([^`]+)`\?$/

/** Writes what the finding says to write. */
export const writeAsSaid: FixMaker = (place) => {
  const text = WRITE.exec(place.finding.help ?? '')?.[1]
  return text === undefined ? null : writeAt(place, text)
}

/** The same origin as browsers write it; never another one. */
export const writeOrigin: FixMaker = (place) => {
  const text = WRITE.exec(place.finding.help ?? '')?.[1]
  return text === undefined || !isOriginText(text) ? null : writeAt(place, text)
}

/** A name, everywhere it stands. */
export const writeName: FixMaker = (place) => {
  const text = WRITE.exec(place.finding.help ?? '')?.[1]
  if (text === undefined) return null
  const renaming = rename(place.document, place.offset, text)
  if ('changes' in renaming)
    return { title: titleOf(text), changes: renaming.changes, certain: true }
  // Tenants and environments are named in one place.
  const taken = place.keyed?.mapping.entries.some(({ key }) => key.text === text)
  return taken ? null : writeAt(place, text)
}

/** The nearest known word, where the finding has one and it is not there already. */
export const writeKnownWord: FixMaker = (place) => {
  const text = MEANT.exec(place.finding.help ?? '')?.[1]
  if (text === undefined) return null
  const taken = place.keyed?.mapping.entries.some(({ key }) => key.text === text)
  return taken ? null : writeAt(place, text)
}

/** The nearest name of the document: a name stands for trust, so somebody looks at it. */
export const writeKnownName: FixMaker = (place) => {
  const text = MEANT.exec(place.finding.help ?? '')?.[1]
  return text === undefined ? null : writeAt(place, text, false)
}

/** A set is named without `@`. */
export const dropAtSign: FixMaker = (place) => {
  const name = place.scalar?.text.replace(/^@/, '')
  const known = namesIn(place.document.root).some(
    (use) => use.gives && use.kind === 'set' && use.name === name,
  )
  return known && name !== undefined ? writeAt(place, name, false) : null
}

/** Quotes around what YAML reads as something else than a text. */
export const addQuotes: FixMaker = ({ document, finding, offset, scalar }) => {
  if (!/^(?:put it in quotes: |write `')/.test(finding.help ?? '')) return null
  if (scalar?.style !== 'plain') return null
  const { start, end } = scalar
  const text = document.text.slice(offset, end)
  return fix('Put it in quotes', {
    start,
    end,
    newText: quoted(document, text, document.json ? 'double' : 'single'),
  })
}

/** Brackets around a single value where a list is wanted. */
export const addBrackets: FixMaker = ({ document, finding, scalar }) => {
  const wanted = formAt(document, steps(finding.path))
  if (wanted?.type !== 'array' || wanted.items?.type !== 'string') return null
  if (scalar === null || scalar.style === 'block') return null
  const { start, end, style, text } = scalar
  // Words with commas were meant as a list, or not: that is for people.
  if (/[,\s]/.test(text)) return null
  return fix('Put it in brackets', { start, end, newText: `[${quoted(document, text, style)}]` })
}

/** `true` for `yes`: no text can stand there. */
export const writeBoolean: FixMaker = ({ finding, scalar }) => {
  const word = /^write `(true|false)`: YAML/.exec(finding.help ?? '')?.[1]
  return word === undefined ? null : replace(scalar, word)
}

/** The version as a number, where it was written as a text. */
export const writeVersion: FixMaker = ({ scalar }) =>
  scalar?.text === '1' || scalar?.text === '1.0' ? replace(scalar, '1') : null

/** The longest that preflights of a restricted resource may be kept. */
export const shortenMaxAge: FixMaker = (place) => writeAt(place, '10m')

function writeAt({ document, scalar }: FaultyPlace, text: string, certain = true): QuickFix | null {
  if (scalar === null || scalar.style === 'block' || scalar.text === text) return null
  const style = document.json ? 'double' : scalar.style
  return fix(titleOf(text), writeScalar(document, { ...scalar, style }, text), certain)
}

function replace(scalar: FaultyPlace['scalar'], newText: string): QuickFix | null {
  if (scalar === null) return null
  const change: TextChange = { start: scalar.start, end: scalar.end, newText }
  return fix(titleOf(newText), change)
}

function titleOf(text: string): string {
  return `Write \`${inTitle(text)}\``
}
