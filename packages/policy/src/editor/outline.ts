/**
 * The outline of a policy: document symbols for editors.
 *
 * @module
 */
import type { EditorDocument, TextRange } from './document.ts'
import {
  endOfEntry,
  entryOf,
  itemsOf,
  memberOf,
  scalarsOf,
  type TreeEntry,
  type TreeNode,
  textOf,
} from './tree/index.ts'

/** A symbol. */
export interface OutlineEntry extends TextRange {
  readonly kind: 'part' | 'set' | 'resource' | 'grant' | 'tenant' | 'exception'
  readonly name: string
  /** Short text beside the name. */
  readonly detail: string
  /** The range of its name, within the whole range. */
  readonly selection: TextRange
  readonly children: readonly OutlineEntry[]
}

/** The outline of a document, in document order. */
export function outlineOf({ root }: EditorDocument): readonly OutlineEntry[] {
  const members = memberOf(memberOf(root, 'tenants'), 'members')
  const parts: readonly (readonly [key: string, children: readonly OutlineEntry[]])[] = [
    ['origins', entriesOf(memberOf(root, 'origins')).map((entry) => ofDirectory('set', entry))],
    ['resources', itemsOf(memberOf(root, 'resources')).map(ofResource)],
    ['tenants', entriesOf(members).map((entry) => ofDirectory('tenant', entry))],
    ['exceptions', itemsOf(memberOf(root, 'exceptions')).map(ofException)],
  ]
  return parts
    .flatMap(([name, children]) => {
      const entry = entryOf(root, name)
      if (entry === null) return []
      return [
        {
          kind: 'part' as const,
          name,
          detail: String(children.length),
          start: entry.key.start,
          end: endOfEntry(entry),
          selection: rangeOf(entry.key),
          children,
        },
      ]
    })
    .toSorted((a, b) => a.start - b.start)
}

function ofDirectory(kind: 'set' | 'tenant', entry: TreeEntry): OutlineEntry {
  return {
    kind,
    name: shown(entry.key.text),
    detail: textOf(entry.value, 'purpose') ?? '',
    start: entry.key.start,
    end: endOfEntry(entry),
    selection: rangeOf(entry.key),
    children: [],
  }
}

function ofResource(resource: TreeNode): OutlineEntry {
  return {
    kind: 'resource',
    ...named(resource, 'name', 'resource'),
    detail: textOf(resource, 'sensitivity') ?? '',
    children: itemsOf(memberOf(resource, 'grants')).map((grant, index) => {
      const origins = scalarsOf(memberOf(grant, 'origins')).map(({ text }) => text)
      const methods = scalarsOf(memberOf(grant, 'methods')).map(({ text }) => text)
      return {
        kind: 'grant' as const,
        name: shown(origins.slice(0, 4).join(', '), `grant ${index}`),
        detail: methods.length === 0 ? 'GET' : methods.join(', '),
        ...rangeOf(grant),
        selection: rangeOf(entryOf(grant, 'origins')?.key ?? grant),
        children: [],
      }
    }),
  }
}

function ofException(exception: TreeNode): OutlineEntry {
  return {
    kind: 'exception',
    ...named(exception, 'id', 'exception'),
    detail: [textOf(exception, 'resource'), textOf(exception, 'until')]
      .filter((text) => text !== null)
      .join(' until '),
    children: [],
  }
}

function named(
  node: TreeNode,
  key: string,
  otherwise: string,
): Pick<OutlineEntry, 'name' | 'start' | 'end' | 'selection'> {
  const name = memberOf(node, key)
  const text = name?.kind === 'scalar' ? name.text : ''
  return { name: shown(text, otherwise), ...rangeOf(node), selection: rangeOf(name ?? node) }
}

/** Editors reject symbols with an empty name. */
function shown(text: string, otherwise = '(unnamed)'): string {
  return text.trim() === '' ? otherwise : text
}

function rangeOf({ start, end }: TextRange): TextRange {
  return { start, end }
}

function entriesOf(node: TreeNode | null): readonly TreeEntry[] {
  return node?.kind === 'mapping' ? node.entries : []
}
