/**
 * The names that a policy gives and uses: origin sets and resources.
 *
 * @module
 */
import { isName } from '../read/index.ts'
import type { EditorDocument, TextChange } from './document.ts'
import { writeScalar } from './edit.ts'
import { itemsOf, memberOf, scalarsOf } from './tree/find.ts'
import type { TreeNode, TreeScalar } from './tree/node.ts'

/** A name where it stands. */
export interface NameUse {
  readonly kind: 'set' | 'resource'
  readonly name: string
  readonly scalar: TreeScalar
  /** Whether the name is given here, or used. */
  readonly gives: boolean
}

/** Every place where a set or a resource is named, in the order of the text within each kind. */
export function namesIn(root: TreeNode | null): readonly NameUse[] {
  const sets = memberOf(root, 'origins')
  const resources = itemsOf(memberOf(root, 'resources'))
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
  ]
}

/** The name that an offset touches. */
export function nameAt({ root }: EditorDocument, offset: number): NameUse | null {
  return namesIn(root).find(({ scalar }) => scalar.start <= offset && offset <= scalar.end) ?? null
}

/** Where the name is given that an offset touches: a set may be given twice while somebody types. */
export function definitionsAt(document: EditorDocument, offset: number): readonly NameUse[] {
  return usesAt(document, offset).filter(({ gives }) => gives)
}

/** Every place of the name that an offset touches, those where it is given among them. */
export function usesAt(document: EditorDocument, offset: number): readonly NameUse[] {
  const at = nameAt(document, offset)
  if (at === null) return []
  return namesIn(document.root).filter(({ kind, name }) => kind === at.kind && name === at.name)
}

/** The changes that give something another name, or why it cannot have it. */
export type Renaming = { readonly changes: readonly TextChange[] } | { readonly refused: string }

/** Renames the set or resource that an offset touches, at every place. */
export function rename(document: EditorDocument, offset: number, name: string): Renaming {
  const uses = usesAt(document, offset)
  const [first] = uses
  if (first === undefined) return { refused: 'only origin sets and resources can be renamed here' }
  if (!isName(name)) {
    return {
      refused:
        'a name starts with a lower-case letter and goes on with letters, digits and `-`, 63 at most',
    }
  }
  const taken = namesIn(document.root).some(
    (other) => other.gives && other.kind === first.kind && other.name === name,
  )
  if (taken && name !== first.name) {
    return { refused: `another ${first.kind === 'set' ? 'set' : 'resource'} is named \`${name}\`` }
  }
  return { changes: uses.map(({ scalar }) => writeScalar(document, scalar, name)) }
}

/** Names stand beside `*`, `@tenant` and origins. */
function isReference(text: string): boolean {
  return text !== '' && !/^[@*]|[:/.\s]/.test(text)
}

function named(node: TreeNode | null, gives: boolean): readonly NameUse[] {
  return node?.kind === 'scalar' ? [use('resource', node, gives)] : []
}

function use(kind: NameUse['kind'], scalar: TreeScalar, gives: boolean): NameUse {
  return { kind, name: scalar.text, scalar, gives }
}
