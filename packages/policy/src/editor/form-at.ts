/**
 * What the schema says of a place in a document.
 *
 * @module
 */
import { describeForm, type Form } from '../document/index.ts'
import type { TreeNode, TreePath } from './tree/node.ts'

/** A part of the schema with what it says to people. */
export interface EditorForm extends Form {
  readonly properties?: { readonly [key: string]: EditorForm }
  readonly additionalProperties?: EditorForm | false
  readonly items?: EditorForm
  readonly anyOf?: readonly EditorForm[]
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly deprecated?: boolean
  /** Of {@link Form.enum}, in its order. */
  readonly markdownEnumDescriptions?: readonly string[]
  /** The rules of DECISION behind the key. */
  readonly 'x-marque-rules'?: readonly string[]
}

/** A document as far as this needs it: its form, and the tree that says which of several forms is meant. */
export interface Formed {
  readonly form: EditorForm
  readonly root: TreeNode | null
}

/** The part of the schema for a path; null where nothing may stand. */
export function formAt({ form: whole, root }: Formed, path: TreePath): EditorForm | null {
  let form: EditorForm | null = whole
  let node: TreeNode | null = root
  for (const step of path) {
    form = stepInto(meant(form, node), step)
    if (form === null) return null
    node = childOf(node, step)
  }
  return meant(form, node)
}

/** Of several forms the one that what stands there has; the first where nothing tells. */
function meant(form: EditorForm, node: TreeNode | null): EditorForm {
  if (form.anyOf === undefined) return form
  const type = node?.kind === 'mapping' ? 'object' : 'array'
  const one = form.anyOf.find((candidate) => candidate.type === type)
  return one === undefined ? form : { ...form, ...one }
}

function stepInto(form: EditorForm, step: string | number): EditorForm | null {
  if (form.items !== undefined) return form.items
  const { properties } = form
  if (properties !== undefined && Object.hasOwn(properties, step)) return properties[step] ?? null
  return form.additionalProperties || null
}

function childOf(node: TreeNode | null, step: string | number): TreeNode | null {
  if (node?.kind === 'list') return node.items[Number(step)]?.value ?? null
  if (node?.kind !== 'mapping') return null
  return node.entries.find((entry) => entry.key.text === step)?.value ?? null
}

/** What may stand there, in words. */
export function describeKind(form: EditorForm): string {
  if (form.const !== undefined) return `\`${form.const}\``
  return form.$ref === undefined ? describeForm(form) : 'any value'
}
