/**
 * Fixes that replace a value as the help of the finding says.
 *
 * @module
 */

import { isOriginText } from '../../read/index.ts'
import { steps } from '../../text/index.ts'
import type { TextChange } from '../document.ts'
import { appendItem, quoteScalar, writeScalar } from '../edit.ts'
import { formAt } from '../form-at.ts'
import { namesIn, rename } from '../names.ts'
import { memberOf } from '../tree/index.ts'
import { type FindingTarget, type FixMaker, fix, inTitle, type QuickFix } from './fix.ts'

/** Help with exactly one replacement. Any further words are for the user to decide on. */
const WRITE = /^write (?:`T` between date and time: )?`([^`]+)`$/
const TEMPLATE = /^add `([^`]+)` to `tenants\.identify\.path`/
const MEANT = /^did you mean `([^`]+)`\?$/

/** Replaces the value with the one in the help. */
export const replaceAsHelped: FixMaker = (target) => {
  const text = WRITE.exec(target.finding.help ?? '')?.[1]
  return text === undefined ? null : replaceAt(target, text)
}

/** Replaces an origin with its serialised form; never with another origin. */
export const replaceOrigin: FixMaker = (target) => {
  const text = WRITE.exec(target.finding.help ?? '')?.[1]
  return text === undefined || !isOriginText(text) ? null : replaceAt(target, text)
}

/** Replaces a name, its definition and all references. */
export const replaceName: FixMaker = (target) => {
  const text = WRITE.exec(target.finding.help ?? '')?.[1]
  if (text === undefined) return null
  const renaming = rename(target.document, target.offset, text)
  if ('changes' in renaming)
    return { title: titleOf(text), changes: renaming.changes, certain: true }
  // Names of tenants and environments have no references.
  const taken = target.keyed?.mapping.entries.some(({ key }) => key.text === text)
  return taken ? null : replaceAt(target, text)
}

/** Replaces a key or value with the nearest known one, unless that would be a duplicate key. */
export const replaceWithKnownWord: FixMaker = (target) => {
  const text = MEANT.exec(target.finding.help ?? '')?.[1]
  if (text === undefined) return null
  const taken = target.keyed?.mapping.entries.some(({ key }) => key.text === text)
  return taken ? null : replaceAt(target, text)
}

/** Replaces a reference with the nearest name of the document. The user reviews it, since the name decides whom the grant trusts. */
export const replaceWithKnownName: FixMaker = (target) => {
  const text = MEANT.exec(target.finding.help ?? '')?.[1]
  return text === undefined ? null : replaceAt(target, text, false)
}

/** Removes the `@` before the name of a set. */
export const removeAtSign: FixMaker = (target) => {
  const name = target.scalar?.text.replace(/^@/, '')
  const known = namesIn(target.document.root).some(
    (use) => use.isDefinition && use.kind === 'set' && use.name === name,
  )
  return known && name !== undefined ? replaceAt(target, name, false) : null
}

/** Adds the template that the help names to those that find the tenant in the path. The user reviews which paths belong to tenants. */
export const addTenantTemplate: FixMaker = ({ document, finding }) => {
  const template = TEMPLATE.exec(finding.help ?? '')?.[1]
  const identify = memberOf(memberOf(document.root, 'tenants'), 'identify')
  const path = memberOf(identify, 'path')
  if (template === undefined || path === null) return null
  const title = `Add \`${inTitle(template)}\` to \`tenants.identify.path\``
  const item = quoteScalar(document, template)
  if (path.kind === 'list') return fix(title, appendItem(document, path, item), false)
  if (path.kind !== 'scalar') return null
  const { start, end } = path
  const written = document.text.slice(start, end)
  const newText = path.style === 'plain' ? quoteScalar(document, path.text) : written
  return fix(title, { start, end, newText: `[${newText}, ${item}]` }, false)
}

/** Quotes a value that YAML does not read as a string. */
export const addQuotes: FixMaker = ({ document, finding, offset, scalar }) => {
  if (!/^(?:put it in quotes: |write `')/.test(finding.help ?? '')) return null
  if (scalar?.style !== 'plain') return null
  const { start, end } = scalar
  const text = document.text.slice(offset, end)
  return fix('Put in quotes', {
    start,
    end,
    newText: quoteScalar(document, text, document.json ? 'double' : 'single'),
  })
}

/** Puts a single value in brackets where a list is expected. */
export const addBrackets: FixMaker = ({ document, finding, scalar }) => {
  const expected = formAt(document, steps(finding.path))
  if (expected?.type !== 'array' || expected.items?.type !== 'string') return null
  if (scalar === null || scalar.style === 'block') return null
  const { start, end, style, text } = scalar
  // Whether commas separate items is ambiguous.
  if (/[,\s]/.test(text)) return null
  return fix('Put in brackets', { start, end, newText: `[${quoteScalar(document, text, style)}]` })
}

/** Replaces `yes` or `no` with a boolean. */
export const replaceWithBoolean: FixMaker = ({ finding, scalar }) => {
  const word = /^write `(true|false)`: YAML/.exec(finding.help ?? '')?.[1]
  return word === undefined ? null : replace(scalar, word)
}

/** Replaces a version that is a string with the number. */
export const replaceVersion: FixMaker = ({ scalar }) =>
  scalar?.text === '1' || scalar?.text === '1.0' ? replace(scalar, '1') : null

/** Replaces `maxAge` with the maximum of a restricted resource. */
export const shortenMaxAge: FixMaker = (target) => replaceAt(target, '10m')

function replaceAt(
  { document, scalar }: FindingTarget,
  text: string,
  certain = true,
): QuickFix | null {
  if (scalar === null || scalar.style === 'block' || scalar.text === text) return null
  const style = document.json ? 'double' : scalar.style
  return fix(titleOf(text), writeScalar(document, { ...scalar, style }, text), certain)
}

function replace(scalar: FindingTarget['scalar'], newText: string): QuickFix | null {
  if (scalar === null) return null
  const change: TextChange = { start: scalar.start, end: scalar.end, newText }
  return fix(titleOf(newText), change)
}

function titleOf(text: string): string {
  return `Replace with \`${inTitle(text)}\``
}
