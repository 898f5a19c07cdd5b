/**
 * Accepting a warning for a time: an entry of `acknowledged` for the user to complete.
 *
 * @module
 */
import type { Finding } from '../../findings/index.ts'
import { steps } from '../../text/index.ts'
import type { EditorDocument, TextChange } from '../document.ts'
import { appendItem, quoteScalar } from '../edit.ts'
import { entryOf, itemsOf, memberOf, type TreeNode, textOf } from '../tree/index.ts'
import { fix, inTitle, type QuickFix } from './fix.ts'

/**
 * Adds an acknowledgement of a warning. Reason, person and end are empty, which is an error until they are filled in.
 *
 * @returns Null for errors and notes, which cannot be acknowledged, and for warnings that belong to no part with a name.
 */
export function acknowledgeFix(document: EditorDocument, finding: Finding): QuickFix | null {
  if (document.kind !== 'policy' || finding.severity !== 'warning') return null
  const at = nameAt(document.root, finding)
  if (at === null) return null
  return fix(
    `Acknowledge ${finding.code} at \`${inTitle(at)}\``,
    insertion(document, entry(document, finding.code, at)),
    false,
  )
}

/** The resource, set, tenant, exception or own origin that a finding is about. */
function nameAt(root: TreeNode | null, { path, value }: Finding): string | null {
  const [part, first, second] = steps(path).map(String)
  switch (part) {
    case 'resources':
      return textOf(itemsOf(memberOf(root, part))[Number(first)], 'name')
    case 'exceptions':
      return textOf(itemsOf(memberOf(root, part))[Number(first)], 'id')
    case 'origins':
      return first ?? null
    case 'tenants':
      return first === 'members' ? (second ?? null) : null
    case 'self':
      return typeof value === 'string' ? value : null
    default:
      return null
  }
}

function entry(document: EditorDocument, code: string, at: string): string {
  const key = (name: string): string => (document.json ? JSON.stringify(name) : name)
  const keys = [
    ['code', quoteScalar(document, code)],
    ['at', quoteScalar(document, at)],
    ['why', '""'],
    ['by', '""'],
    ['until', '""'],
  ]
  return `{ ${keys.map(([name = '', text]) => `${key(name)}: ${text}`).join(', ')} }`
}

/** Behind the last entry of the list, or as a new key behind the last one of the document. */
function insertion(document: EditorDocument, entry: string): TextChange | null {
  const { root, text, json } = document
  if (root?.kind !== 'mapping') return null
  const brk = text.includes('\r\n') ? '\r\n' : '\n'
  const there = entryOf(root, 'acknowledged')
  if (there === null) {
    if (root.flow) {
      const last = root.entries.at(-1)
      const at = last?.value?.end
      const key = json ? '"acknowledged"' : 'acknowledged'
      return at === undefined ? null : { start: at, end: at, newText: `, ${key}: [${entry}]` }
    }
    const before = text === '' || /[\r\n]$/.test(text) ? '' : brk
    return {
      start: text.length,
      end: text.length,
      newText: `${before}acknowledged:${brk}  - ${entry}${brk}`,
    }
  }
  return there.value?.kind === 'list' ? appendItem(document, there.value, entry) : null
}
