/**
 * Names of origin sets and resources: definitions, references, renaming.
 *
 * @module
 */
import { isName } from '../read/index.ts'
import type { EditorDocument, TextChange } from './document.ts'
import { writeScalar } from './edit.ts'
import {
  itemsOf,
  memberOf,
  scalarsOf,
  type TreeNode,
  type TreeScalar,
  textOf,
} from './tree/index.ts'

/** A definition or a reference. */
export interface NameUse {
  readonly kind: 'set' | 'resource'
  readonly name: string
  readonly scalar: TreeScalar
  /** Whether this defines the name; else it is a reference. */
  readonly isDefinition: boolean
}

/** All definitions and references of sets and resources, in document order within each kind. */
export function namesIn(root: TreeNode | null): readonly NameUse[] {
  const sets = memberOf(root, 'origins')
  const resources = itemsOf(memberOf(root, 'resources'))
  const resourceNames = new Set(resources.map((resource) => textOf(resource, 'name')))
  const setNames = new Set(sets?.kind === 'mapping' ? sets.entries.map(({ key }) => key.text) : [])
  return [
    ...(sets?.kind === 'mapping' ? sets.entries.map(({ key }) => use('set', key, true)) : []),
    ...resources.flatMap((resource) => named(memberOf(resource, 'name'), true)),
    ...resources
      .flatMap((resource) => itemsOf(memberOf(resource, 'grants')))
      .flatMap((grant) => scalarsOf(memberOf(grant, 'origins')))
      .filter(({ text }) => isReference(text))
      .map((scalar) => use('set', scalar, false)),
    ...itemsOf(memberOf(root, 'exceptions')).flatMap((exception) =>
      named(memberOf(exception, 'resource'), false),
    ),
    // `at` may also be a tenant, an exception or an origin, which have no references.
    ...itemsOf(memberOf(root, 'acknowledged')).flatMap((acknowledgement) => {
      const at = memberOf(acknowledgement, 'at')
      if (at?.kind !== 'scalar') return []
      if (resourceNames.has(at.text)) return [use('resource', at, false)]
      return setNames.has(at.text) ? [use('set', at, false)] : []
    }),
  ]
}

/** The name at an offset. */
export function nameAt({ root }: EditorDocument, offset: number): NameUse | null {
  return namesIn(root).find(({ scalar }) => scalar.start <= offset && offset <= scalar.end) ?? null
}

/** The definitions of the name at an offset; more than one while the document has a duplicate. */
export function definitionsAt(document: EditorDocument, offset: number): readonly NameUse[] {
  return referencesAt(document, offset).filter(({ isDefinition }) => isDefinition)
}

/** All definitions and references of the name at an offset. */
export function referencesAt(document: EditorDocument, offset: number): readonly NameUse[] {
  const at = nameAt(document, offset)
  if (at === null) return []
  return namesIn(document.root).filter(({ kind, name }) => kind === at.kind && name === at.name)
}

/** The changes of a renaming, or the reason why it is not possible. */
export type RenameResult =
  | { readonly changes: readonly TextChange[] }
  | { readonly refused: string }

/** Renames the set or resource at an offset: its definition and all references. */
export function rename(document: EditorDocument, offset: number, name: string): RenameResult {
  const uses = referencesAt(document, offset)
  const [first] = uses
  if (first === undefined)
    return { refused: 'only names of origin sets and resources can be renamed' }
  if (!isName(name)) {
    return {
      refused:
        'invalid name: use a lower-case letter, then lower-case letters, digits and `-`, at most 63 characters',
    }
  }
  const taken = namesIn(document.root).some(
    (other) => other.isDefinition && other.kind === first.kind && other.name === name,
  )
  if (taken && name !== first.name) {
    return {
      refused: `duplicate name: another ${first.kind === 'set' ? 'set' : 'resource'} is named \`${name}\``,
    }
  }
  return { changes: uses.map(({ scalar }) => writeScalar(document, scalar, name)) }
}

/** A grant's `origins` may also hold `*`, `@tenant` and origins. */
function isReference(text: string): boolean {
  return text !== '' && !/^[@*]|[:/.\s]/.test(text)
}

function named(node: TreeNode | null, isDefinition: boolean): readonly NameUse[] {
  return node?.kind === 'scalar' ? [use('resource', node, isDefinition)] : []
}

function use(kind: NameUse['kind'], scalar: TreeScalar, isDefinition: boolean): NameUse {
  return { kind, name: scalar.text, scalar, isDefinition }
}
