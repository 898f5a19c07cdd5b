/**
 * What may be written at a place: keys, words, names that the document has. Never an origin, and never a host: what is offered gets
 * trusted.
 *
 * @module
 */
import { describeKey } from './describe.ts'
import { type EditorDocument, lineStart, type TextRange } from './document.ts'
import { quoted } from './edit.ts'
import { describeKind, type EditorForm, formAt } from './form-at.ts'
import { code } from './markdown.ts'
import { type Spot, spotAt } from './tree/find.ts'
import type { TreeNode } from './tree/node.ts'
import { readTree } from './tree/read-tree.ts'
import { wordsFor } from './words.ts'

/** One thing that may be written. */
export interface Completion extends TextRange {
  readonly kind: 'key' | 'word' | 'name' | 'value'
  readonly label: string
  /** A few words beside the label. */
  readonly detail: string
  readonly markdown: string
  /** What replaces the range. */
  readonly newText: string
  /** Its place among the others: sorted as text. */
  readonly order: string
}

/** What an item is before its place in the text is known. */
interface Offer {
  readonly kind: Completion['kind']
  readonly label: string
  readonly detail: string
  readonly markdown: string
  readonly text: string
}

/** Where something is written: the tree that has it, and what is replaced. */
interface Place {
  readonly document: EditorDocument
  readonly root: TreeNode | null
  readonly spot: Spot
  readonly range: TextRange
  /** Whether nothing but dashes stands before it on its line. */
  readonly ownLine: boolean
}

/**
 * What may stand at an offset. Empty within comments, and where only a person can know.
 *
 * The text around it may be as broken as it likes: half a key, an open bracket, an open quote.
 */
export function completionsAt(document: EditorDocument, offset: number): readonly Completion[] {
  const place = placeAt(document, offset)
  if (place === null) return []
  const { spot, root } = place
  const formed = { form: document.form, root }
  if (spot.role === 'key') return keyCompletions(place, formAt(formed, spot.path.slice(0, -1)), '')
  const form = formAt(formed, spot.path)
  if (form === null) return []
  if (form.properties !== undefined) {
    return place.ownLine && !document.json ? keyCompletions(place, form, '') : []
  }
  if (form.items?.properties !== undefined) {
    return place.ownLine && !document.json ? keyCompletions(place, form.items, '- ') : []
  }
  return valueCompletions(place, form)
}

/** Where nothing stands yet, a letter is thought there, and the place is that of the letter. */
function placeAt(document: EditorDocument, offset: number): Place | null {
  const { text } = document
  const there = spotAt(document.root, offset)
  const whole = document.loaded.document !== undefined
  const root =
    there === null
      ? readTree(`${text.slice(0, offset)}x${text.slice(offset)}`, whole)
      : document.root
  const spot = there ?? spotAt(root, offset)
  if (spot === null || (there === null && spot.scalar.start !== offset)) return null
  const { start, end, closed } = spot.scalar
  // A text over several lines is prose.
  if (/[\r\n]/.test(text.slice(start, end)) && there !== null) return null
  const before = text.slice(lineStart(text, start), start)
  return {
    document,
    root,
    spot,
    range: { start, end: there === null ? offset : closed ? end : offset },
    ownLine: /^\ufeff?(?:\s|-\s)*$/.test(before),
  }
}

function keyCompletions(
  place: Place,
  form: EditorForm | null,
  prefix: '' | '- ',
): readonly Completion[] {
  const { document, spot } = place
  const isKey = spot.role === 'key'
  const holder = isKey && spot.holder?.kind === 'mapping' ? spot.holder : null
  const taken = new Set(
    holder?.entries.filter(({ key }) => key !== spot.scalar).map(({ key }) => key.text),
  )
  const offers = Object.entries(form?.properties ?? {})
    .filter(([key, one]) => !taken.has(key) && !one.deprecated)
    .map(([key, one]): Offer & { required: boolean } => ({
      kind: 'key',
      label: key,
      detail: describeKind(one).replaceAll('`', ''),
      markdown: describeKey(key, one),
      text:
        prefix + quoted(document, key, spot.scalar.style) + (hasColon(spot) ? '' : afterKey(one)),
      required: form?.required?.includes(key) ?? false,
    }))
  const free = isKey && form?.properties === undefined ? freeKeys(place) : []
  return [
    ...offers.filter(({ required }) => required),
    ...offers.filter(({ required }) => !required),
    ...free,
  ].map((offer, index) => complete(place, offer, index))
}

/** Under `self`, where keys are environments: those that sets know. */
function freeKeys({ document, root, spot }: Place): readonly Offer[] {
  if (spot.path.length !== 2 || spot.path[0] !== 'self' || spot.holder?.kind !== 'mapping')
    return []
  const taken = new Set(spot.holder.entries.map(({ key }) => key.text))
  return wordsFor(root, ['origins', '', 'environments', 0], spot.holder)
    .filter(({ text }) => !taken.has(text))
    .map(({ text, detail }) => ({
      kind: 'name',
      label: text,
      detail,
      markdown: '',
      text: quoted(document, text, spot.scalar.style) + (hasColon(spot) ? '' : ': '),
    }))
}

function hasColon({ role, entry }: Spot): boolean {
  return role === 'key' && entry?.colon !== null
}

/** What follows a key: what holds others starts on the next line. */
function afterKey(form: EditorForm): string {
  const isBlock =
    form.properties !== undefined ||
    form.items?.properties !== undefined ||
    Boolean(form.additionalProperties)
  return isBlock ? ':' : ': '
}

function valueCompletions(place: Place, form: EditorForm): readonly Completion[] {
  const { document, root, spot } = place
  const isItem = typeof spot.path.at(-1) === 'number'
  const asList = form.type === 'array' && !isItem
  const path = asList ? [...spot.path, 0] : spot.path
  const written = (text: string, isText: boolean): string => {
    const value = isText ? quoted(document, text, spot.scalar.style) : text
    if (!asList) return value
    return place.ownLine && !document.json ? `- ${value}` : `[${value}]`
  }
  const fixed: readonly Offer[] = fixedValues(form).map(({ text, isText, markdown, detail }) => ({
    kind: 'value',
    label: text,
    detail,
    markdown,
    text: written(text, isText),
  }))
  const words = wordsFor(root, path, spot.holder).map(
    ({ text, detail, isName }): Offer => ({
      kind: isName ? 'name' : 'word',
      label: text,
      detail,
      markdown: '',
      text: written(text, true),
    }),
  )
  return [...fixed, ...words].map((offer, index) => complete(place, offer, index))
}

interface FixedValue {
  readonly text: string
  readonly isText: boolean
  readonly markdown: string
  readonly detail: string
}

/** The values that the schema names. */
function fixedValues(form: EditorForm): readonly FixedValue[] {
  if (form.enum !== undefined) {
    return form.enum.map((text, index) => ({
      text,
      isText: true,
      markdown: form.markdownEnumDescriptions?.[index] ?? '',
      detail: form.default === text ? 'holds where the key is left out' : '',
    }))
  }
  if (form.type === 'boolean') {
    return ['true', 'false'].map((text) => ({
      text,
      isText: false,
      markdown: '',
      detail: String(form.default) === text ? 'holds where the key is left out' : '',
    }))
  }
  if (form.const !== undefined) {
    return [{ text: String(form.const), isText: false, markdown: '', detail: '' }]
  }
  // Durations: a few that make sense there.
  if (typeof form.type !== 'object') return []
  const examples = (form.examples ?? []).filter((example) => typeof example === 'string')
  return examples.map((text) => ({
    text,
    isText: true,
    markdown: `A duration, as ${code(text)}`,
    detail: form.default === text ? 'holds where the key is left out' : '',
  }))
}

function complete({ range }: Place, offer: Offer, index: number): Completion {
  const { kind, label, detail, markdown, text: newText } = offer
  const order = String(index).padStart(4, '0')
  return { kind, label, detail, markdown, newText, order, start: range.start, end: range.end }
}
