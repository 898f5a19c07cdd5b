/**
 * Completions: keys, values, and names of the document. Never an origin or a host: a suggested one would be trusted.
 *
 * @module
 */
import { describeKey } from './describe.ts'
import { type EditorDocument, lineStart, type TextRange } from './document.ts'
import { quoteScalar } from './edit.ts'
import { describeKind, type EditorForm, formAt } from './form-at.ts'
import { code } from './markdown.ts'
import { suggestValues } from './suggest-values.ts'
import { locateScalar, readTree, type ScalarLocation, type TreeNode } from './tree/index.ts'

/** A completion item. */
export interface Completion extends TextRange {
  readonly kind: 'key' | 'word' | 'name' | 'value'
  readonly label: string
  /** Short text beside the label. */
  readonly detail: string
  readonly markdown: string
  /** Replaces the range. */
  readonly newText: string
  /** Sort key. */
  readonly order: string
}

/** An item before its range is known. */
interface Candidate {
  readonly kind: Completion['kind']
  readonly label: string
  readonly detail: string
  readonly markdown: string
  readonly text: string
}

/** Where the completion is requested: the tree, the scalar there, and the range to replace. */
interface CompletionContext {
  readonly document: EditorDocument
  readonly root: TreeNode | null
  readonly location: ScalarLocation
  readonly range: TextRange
  /** Whether only dashes precede it in its line. */
  readonly ownLine: boolean
}

/**
 * The completions at an offset. Empty in comments, and for values that only the user can know.
 *
 * The surrounding text may be invalid: half a key, an open bracket, an open quote.
 */
export function completionsAt(document: EditorDocument, offset: number): readonly Completion[] {
  const context = contextAt(document, offset)
  if (context === null) return []
  const { location, root } = context
  const formed = { form: document.form, root }
  if (location.role === 'key')
    return keyCompletions(context, formAt(formed, location.path.slice(0, -1)), '')
  const form = formAt(formed, location.path)
  if (form === null) return []
  if (form.properties !== undefined) {
    return context.ownLine && !document.json ? keyCompletions(context, form, '') : []
  }
  if (form.items?.properties !== undefined) {
    return context.ownLine && !document.json ? keyCompletions(context, form.items, '- ') : []
  }
  return valueCompletions(context, form)
}

/** Where the offset touches no scalar, the tree is read with a letter inserted there. */
function contextAt(document: EditorDocument, offset: number): CompletionContext | null {
  const { text } = document
  const there = locateScalar(document.root, offset)
  const whole = document.loaded.document !== undefined
  const root =
    there === null
      ? readTree(`${text.slice(0, offset)}x${text.slice(offset)}`, whole)
      : document.root
  const location = there ?? locateScalar(root, offset)
  if (location === null || (there === null && location.scalar.start !== offset)) return null
  const { start, end, closed } = location.scalar
  // Multi-line scalars are prose.
  if (/[\r\n]/.test(text.slice(start, end)) && there !== null) return null
  const before = text.slice(lineStart(text, start), start)
  return {
    document,
    root,
    location,
    range: { start, end: there === null ? offset : closed ? end : offset },
    ownLine: /^\ufeff?(?:\s|-\s)*$/.test(before),
  }
}

function keyCompletions(
  context: CompletionContext,
  form: EditorForm | null,
  prefix: '' | '- ',
): readonly Completion[] {
  const { document, location } = context
  const isKey = location.role === 'key'
  const container = isKey && location.container?.kind === 'mapping' ? location.container : null
  const taken = new Set(
    container?.entries.filter(({ key }) => key !== location.scalar).map(({ key }) => key.text),
  )
  const candidates = Object.entries(form?.properties ?? {})
    .filter(([key, one]) => !taken.has(key) && !one.deprecated)
    .map(([key, one]): Candidate & { required: boolean } => ({
      kind: 'key',
      label: key,
      detail: describeKind(one).replaceAll('`', ''),
      markdown: describeKey(key, one),
      text:
        prefix +
        quoteScalar(document, key, location.scalar.style) +
        (hasColon(location) ? '' : afterKey(one)),
      required: form?.required?.includes(key) ?? false,
    }))
  const free = isKey && form?.properties === undefined ? freeKeys(context) : []
  return [
    ...candidates.filter(({ required }) => required),
    ...candidates.filter(({ required }) => !required),
    ...free,
  ].map((candidate, index) => complete(context, candidate, index))
}

/** Under `self`, where keys are environments: those that sets name. */
function freeKeys({ document, root, location }: CompletionContext): readonly Candidate[] {
  if (
    location.path.length !== 2 ||
    location.path[0] !== 'self' ||
    location.container?.kind !== 'mapping'
  )
    return []
  const taken = new Set(location.container.entries.map(({ key }) => key.text))
  return suggestValues(root, ['origins', '', 'environments', 0], location.container)
    .filter(({ text }) => !taken.has(text))
    .map(({ text, detail }) => ({
      kind: 'name',
      label: text,
      detail,
      markdown: '',
      text: quoteScalar(document, text, location.scalar.style) + (hasColon(location) ? '' : ': '),
    }))
}

function hasColon({ role, entry }: ScalarLocation): boolean {
  return role === 'key' && entry?.colon !== null
}

/** The text after a key: a collection starts in the next line. */
function afterKey(form: EditorForm): string {
  const isBlock =
    form.properties !== undefined ||
    form.items?.properties !== undefined ||
    Boolean(form.additionalProperties)
  return isBlock ? ':' : ': '
}

function valueCompletions(context: CompletionContext, form: EditorForm): readonly Completion[] {
  const { document, root, location } = context
  const isItem = typeof location.path.at(-1) === 'number'
  const asList = form.type === 'array' && !isItem
  const path = asList ? [...location.path, 0] : location.path
  const written = (text: string, isText: boolean): string => {
    const value = isText ? quoteScalar(document, text, location.scalar.style) : text
    if (!asList) return value
    return context.ownLine && !document.json ? `- ${value}` : `[${value}]`
  }
  const fixed: readonly Candidate[] = fixedValues(form).map(
    ({ text, isText, markdown, detail }) => ({
      kind: 'value',
      label: text,
      detail,
      markdown,
      text: written(text, isText),
    }),
  )
  const words = suggestValues(root, path, location.container).map(
    ({ text, detail, isName }): Candidate => ({
      kind: isName ? 'name' : 'word',
      label: text,
      detail,
      markdown: '',
      text: written(text, true),
    }),
  )
  return [...fixed, ...words].map((candidate, index) => complete(context, candidate, index))
}

interface FixedValue {
  readonly text: string
  readonly isText: boolean
  readonly markdown: string
  readonly detail: string
}

/** The values that the schema enumerates. */
function fixedValues(form: EditorForm): readonly FixedValue[] {
  if (form.enum !== undefined) {
    return form.enum.map((text, index) => ({
      text,
      isText: true,
      markdown: form.markdownEnumDescriptions?.[index] ?? '',
      detail: form.default === text ? 'default' : '',
    }))
  }
  if (form.type === 'boolean') {
    return ['true', 'false'].map((text) => ({
      text,
      isText: false,
      markdown: '',
      detail: String(form.default) === text ? 'default' : '',
    }))
  }
  if (form.const !== undefined) {
    return [{ text: String(form.const), isText: false, markdown: '', detail: '' }]
  }
  // Durations: the examples of the schema.
  if (typeof form.type !== 'object') return []
  const examples = (form.examples ?? []).filter((example) => typeof example === 'string')
  return examples.map((text) => ({
    text,
    isText: true,
    markdown: `A duration, such as ${code(text)}`,
    detail: form.default === text ? 'default' : '',
  }))
}

function complete({ range }: CompletionContext, candidate: Candidate, index: number): Completion {
  const { kind, label, detail, markdown, text: newText } = candidate
  const order = String(index).padStart(4, '0')
  return { kind, label, detail, markdown, newText, order, start: range.start, end: range.end }
}
