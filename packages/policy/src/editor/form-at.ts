/**
 * The part of the schema that applies to a path of a document.
 *
 * @module
 */
import { describeForm, type Form } from '../document/index.ts'
import type { TreeNode, TreePath } from './tree/index.ts'

/** A part of the schema with its texts for people. */
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
  /** The decision rules that the key belongs to. */
  readonly 'x-marque-rules'?: readonly string[]
}

/** The schema of a document, and the tree that selects among alternatives. */
export interface FormContext {
  readonly form: EditorForm
  readonly root: TreeNode | null
}

/** The part of the schema for a path; null where the schema allows nothing. */
export function formAt({ form: whole, root }: FormContext, path: TreePath): EditorForm | null {
  let form: EditorForm | null = whole
  let node: TreeNode | null = root
  for (const step of path) {
    form = stepInto(alternativeFor(form, node), step)
    if (form === null) return null
    node = childOf(node, step)
  }
  return alternativeFor(form, node)
}

/** Of several alternatives the one of the node's kind, else the first. */
function alternativeFor(form: EditorForm, node: TreeNode | null): EditorForm {
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

/** The allowed values, in words. */
export function describeKind(form: EditorForm): string {
  if (form.const !== undefined) return `\`${form.const}\``
  return form.$ref === undefined ? describeForm(form) : 'any value'
}
