/**
 * Whether a document has the shape of a policy: known keys, expected types, required keys.
 *
 * Everything is reported at once. The tests compare it with the zod schema, which must accept and refuse the same documents.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Fault, NearestFinder, RawFinding } from '../findings/index.ts'
import { escapeStep, shorten } from '../text/index.ts'
import { describeForm, type Form, type Kind, listWords, POLICY_FORM } from './form.ts'

/** A kind of document: its form, and what it is called in messages. */
export interface DocumentKind {
  readonly form: Form
  readonly name: string
}

const POLICY: DocumentKind = { form: POLICY_FORM, name: 'policy' }

/** A finding whose path is that of the walk. */
type Found = Fault & Pick<RawFinding, 'at' | 'value'>

interface Walk {
  readonly kind: DocumentKind
  readonly found: RawFinding[]
  readonly nearest: NearestFinder
  /** Steps from the root to the value that is looked at. */
  readonly path: (string | number)[]
}

/** Compares a document with the schema of its kind. */
export function checkShape(
  document: unknown,
  nearest: NearestFinder,
  kind: DocumentKind = POLICY,
): readonly RawFinding[] {
  const walk: Walk = { kind, found: [], nearest, path: [] }
  visit(walk, document, kind.form)
  return walk.found
}

function visit(walk: Walk, value: unknown, form: Form): void {
  // The reader of the text has reported it.
  if (value === undefined || form.$ref !== undefined) return
  const meant = form.anyOf === undefined ? form : choose(value, form.anyOf)
  if (meant === undefined || !isOfKind(value, meant)) wrongKind(walk, value, form)
  else if (meant.enum !== undefined) visitWord(walk, value, meant.enum)
  else if (meant.type === 'object')
    visitMapping(walk, value as { readonly [key: string]: unknown }, meant)
  else if (meant.type === 'array') visitList(walk, value as readonly unknown[], meant)
  else if (meant.type === 'integer') visitCount(walk, value as number, meant)
}

/** Of several forms the one that the value is of. */
function choose(value: unknown, forms: readonly Form[]): Form | undefined {
  return forms.find((form) => isOfKind(value, form))
}

function isOfKind(value: unknown, form: Form): boolean {
  if (form.const !== undefined) return value === form.const
  const { type } = form
  return typeof type === 'object' ? type.some((one) => isKind(value, one)) : isKind(value, type)
}

function isKind(value: unknown, kind: Kind | undefined): boolean {
  switch (kind) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return typeof value === 'number'
    case 'null':
      return value === null
    default:
      return typeof value === kind
  }
}

function visitMapping(walk: Walk, value: { readonly [key: string]: unknown }, form: Form): void {
  const { properties = {}, additionalProperties } = form
  for (const [key, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    walk.path.push(key)
    if (known === undefined || known === false) unknownKey(walk, key, Object.keys(properties))
    else visit(walk, member, known)
    walk.path.pop()
  }
  for (const key of form.required ?? []) if (!Object.hasOwn(value, key)) missing(walk, key)
}

function visitList(walk: Walk, value: readonly unknown[], form: Form): void {
  if (value.length < (form.minItems ?? 0)) {
    note(walk, { code: 'MQ-125', message: `the list ${quoteKey(walk)} is empty` })
  }
  const { items } = form
  if (items === undefined) return
  // A list may have a million strings: no call for each of them.
  const plain = items.type === 'string' && items.enum === undefined
  for (let index = 0; index < value.length; index++) {
    const entry = value[index]
    if (plain && typeof entry === 'string') continue
    walk.path.push(index)
    visit(walk, entry, items)
    walk.path.pop()
  }
}

function visitCount(walk: Walk, value: number, form: Form): void {
  if (Number.isSafeInteger(value) && value >= (form.minimum ?? value)) return
  const message = `${quoteKey(walk)} is \`${value}\`; expected a whole number, ${form.minimum ?? 0} or greater`
  note(walk, { code: 'MQ-126', message, value })
}

function visitWord(walk: Walk, value: unknown, words: readonly string[]): void {
  if (typeof value !== 'string' || words.includes(value)) return
  const word = walk.nearest(value, words)
  note(walk, {
    code: 'MQ-123',
    message: `${quoteKey(walk)} is ${show(value)}; expected one of ${listWords(words)}`,
    help: word === undefined ? `write one of ${listWords(words)}` : `did you mean \`${word}\`?`,
    ...shortValue(value),
  })
}

function unknownKey(walk: Walk, key: string, known: readonly string[]): void {
  const word = walk.nearest(key, known)
  const parent = walk.path.slice(0, -1)
  note(walk, {
    code: 'MQ-120',
    at: 'key',
    message: `unknown key \`${shorten(key)}\` in ${parent.length === 0 ? `a ${walk.kind.name}` : describe(parent)}`,
    help: word === undefined ? `known keys: ${listWords(known)}` : `did you mean \`${word}\`?`,
  })
}

function missing(walk: Walk, key: string): void {
  const where = walk.path.length === 0 ? `the ${walk.kind.name}` : describe(walk.path)
  note(walk, { code: 'MQ-121', message: `\`${key}\` is missing in ${where}` })
}

function wrongKind(walk: Walk, value: unknown, form: Form): void {
  const last = walk.path.at(-2)
  if (form.const !== undefined) {
    const message = `\`version\` is ${show(value)}; expected \`1\``
    note(walk, { code: 'MQ-124', message, ...shortValue(value) })
  } else if (value === null && (last === 'allow' || last === 'origins')) {
    note(walk, { code: 'MQ-159', message: '`null` cannot be granted', value })
  } else {
    const wanted = describeForm(form)
    const message = `${quoteKey(walk)} is ${show(value)}; expected ${wanted}`
    note(walk, { code: 'MQ-122', message, ...helpWith(value, form), ...shortValue(value) })
  }
}

function note(walk: Walk, found: Found): void {
  walk.found.push({
    ...found,
    path: walk.path.map((step) => `/${escapeStep(String(step))}`).join(''),
  })
}

/** Help for a value of the wrong type that quotes, brackets or another spelling would correct. */
function helpWith(value: unknown, form: Form): { readonly help: string } | undefined {
  if (form.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { help: `put it in quotes: \`"${String(value)}"\`` }
  }
  if (form.type === 'array' && typeof value === 'string')
    return { help: 'put it in brackets: `[…]`' }
  if (form.type === 'boolean' && (value === 'yes' || value === 'no')) {
    return { help: `write \`${value === 'yes'}\`: YAML 1.2 reads \`${value}\` as a string` }
  }
  return undefined
}

/** A path in words: `resources[2].grants[0]`. */
function describe(path: readonly (string | number)[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
  return `\`${shorten(steps.join('').replace(/^\./, ''))}\``
}

function quoteKey({ path }: Walk): string {
  const last = path.at(-1)
  if (last === undefined) return 'the document'
  return typeof last === 'number' ? describe(path.slice(-2)) : `\`${shorten(last)}\``
}

/** A value in words. */
function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value === null) return 'empty (`null`)'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? `the string \`${shorten(value)}\`` : `\`${String(value)}\``
}

function shortValue(value: unknown): { readonly value: Json } | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return { value }
  return typeof value === 'string' ? { value: shorten(value) } : undefined
}
