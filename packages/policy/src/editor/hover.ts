/**
 * Hover texts: the findings at an offset, and a description of the key, value or name there.
 *
 * @module
 */
import type { CheckOptions } from '../check.ts'
import type { Finding } from '../findings/index.ts'
import { describeKey, describeResource, describeSet, describeValue } from './describe.ts'
import { diagnose } from './diagnose.ts'
import type { EditorDocument, TextRange } from './document.ts'
import { formAt } from './form-at.ts'
import { paragraphs, sentence } from './markdown.ts'
import { type NameUse, nameAt } from './names.ts'
import {
  entryOf,
  itemsOf,
  locateScalar,
  memberOf,
  type ScalarLocation,
  textOf,
} from './tree/index.ts'

export interface Hover extends TextRange {
  readonly markdown: string
}

/** The hover at an offset; null where there is neither a finding nor a description. */
export function hoverAt(
  document: EditorDocument,
  offset: number,
  options: CheckOptions,
): Hover | null {
  const found = diagnose(document, options).filter(
    ({ start, end }) => start <= offset && offset <= end,
  )
  const location = locateScalar(document.root, offset)
  const what = location === null ? null : describeLocation(document, location, offset)
  const [first] = found
  const range = location?.scalar ?? first
  if (range === undefined || (what === null && first === undefined)) return null
  const markdown = paragraphs(...found.map(({ finding }) => describeFinding(finding)), what)
  return { start: range.start, end: range.end, markdown }
}

/** A finding with its reason and its fix. */
export function describeFinding({ code, severity, message, why, help }: Finding): string {
  return paragraphs(
    `**${severity} ${code}**: ${sentence(message)}`,
    `${sentence(why)}${help === null ? '' : ` Fix: ${sentence(help)}`}`,
  )
}

function describeLocation(
  document: EditorDocument,
  location: ScalarLocation,
  offset: number,
): string | null {
  const name = nameAt(document, offset)
  const named = name === null ? null : describeName(document, name)
  if (location.role === 'key') {
    const form = formAt(document, location.path)
    const isName = formAt(document, location.path.slice(0, -1))?.properties === undefined
    if (form === null || isName) return named
    return describeKey(location.scalar.text, form)
  }
  if (named !== null) return named
  const form = formAt(document, location.path)
  const word = form === null ? null : describeValue(location.scalar.text, form)
  if (word !== null || form === null) return word
  // List items have no description of their own; the list has one.
  const keyPath = location.path.slice(
    0,
    location.path.findLastIndex((step) => typeof step === 'string') + 1,
  )
  const key = keyPath.at(-1)
  const ofKey = formAt(document, keyPath)
  return ofKey === null || key === undefined ? null : describeKey(String(key), ofKey)
}

function describeName({ root }: EditorDocument, { kind, name }: NameUse): string | null {
  if (kind === 'set') {
    const entry = entryOf(memberOf(root, 'origins'), name)
    return entry === null ? null : describeSet(root, entry)
  }
  const resource = itemsOf(memberOf(root, 'resources')).find((one) => textOf(one, 'name') === name)
  return resource === undefined ? null : describeResource(resource)
}
