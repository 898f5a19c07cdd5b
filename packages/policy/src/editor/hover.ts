/**
 * What is shown of the place under the pointer: what is wrong there, what stands there, what the key is for.
 *
 * @module
 */
import type { CheckOptions } from '../check.ts'
import type { Finding } from '../findings/index.ts'
import { describeKey, describeResource, describeSet, describeWord } from './describe.ts'
import { diagnose } from './diagnose.ts'
import type { EditorDocument, TextRange } from './document.ts'
import { formAt } from './form-at.ts'
import { paragraphs, sentence } from './markdown.ts'
import { type NameUse, nameAt } from './names.ts'
import { entryOf, itemsOf, memberOf, type Spot, spotAt, textOf } from './tree/find.ts'

export interface Hover extends TextRange {
  readonly markdown: string
}

/** What there is to say of an offset; null where there is nothing. */
export function hoverAt(
  document: EditorDocument,
  offset: number,
  options: CheckOptions,
): Hover | null {
  const found = diagnose(document, options).filter(
    ({ start, end }) => start <= offset && offset <= end,
  )
  const spot = spotAt(document.root, offset)
  const what = spot === null ? null : describeSpot(document, spot, offset)
  const [first] = found
  const range = spot?.scalar ?? first
  if (range === undefined || (what === null && first === undefined)) return null
  const markdown = paragraphs(...found.map(({ finding }) => describeFinding(finding)), what)
  return { start: range.start, end: range.end, markdown }
}

/** A finding with its reason and its way out. */
export function describeFinding({ code, severity, message, why, help }: Finding): string {
  return paragraphs(
    `**${severity} ${code}**: ${sentence(message)}`,
    `${sentence(why)}${help === null ? '' : ` To mend it: ${sentence(help)}`}`,
  )
}

function describeSpot(document: EditorDocument, spot: Spot, offset: number): string | null {
  const name = nameAt(document, offset)
  const named = name === null ? null : describeName(document, name)
  if (spot.role === 'key') {
    const form = formAt(document, spot.path)
    const isName = formAt(document, spot.path.slice(0, -1))?.properties === undefined
    if (form === null || isName) return named
    return describeKey(spot.scalar.text, form)
  }
  if (named !== null) return named
  const form = formAt(document, spot.path)
  const word = form === null ? null : describeWord(spot.scalar.text, form)
  if (word !== null || form === null) return word
  // An entry of a list has no description of its own: the list has.
  const keyPath = spot.path.slice(
    0,
    spot.path.findLastIndex((step) => typeof step === 'string') + 1,
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
