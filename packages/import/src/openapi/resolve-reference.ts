/**
 * Resolution of `$ref` within the document.
 *
 * @module
 */
import {
  child,
  type DocumentNode,
  items,
  report,
  type Source,
  step,
  textOf,
} from '../document/index.ts'
import { shorten } from '../findings/index.ts'

/** References in a chain at most. */
const MOST_HOPS = 32

/**
 * Resolves the `$ref` of a node, through further references; a node without one is returned as it is.
 *
 * @returns `undefined` where the target does not exist, is the node itself, or is in another document; that is a finding then.
 */
export function resolveReference(source: Source, part: DocumentNode): DocumentNode | undefined {
  let at = part
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    const reference = child(source, at, '$ref')
    const text = textOf(source, reference)
    if (reference === undefined || text === undefined) return at
    if (!text.startsWith('#')) {
      report(source, reference, {
        code: 'MQ-807',
        message: `reference to another document: \`${shorten(text)}\``,
      })
      return undefined
    }
    const target = targetOf(source, text.slice(1))
    if (target === undefined) {
      report(source, reference, {
        code: 'MQ-808',
        message: `unresolved reference \`${shorten(text)}\``,
      })
      return undefined
    }
    at = target
  }
  report(source, part, { code: 'MQ-808', message: 'circular reference' })
  return undefined
}

function targetOf(source: Source, fragment: string): DocumentNode | undefined {
  const steps = decoded(fragment)?.split('/')
  if (steps?.[0] !== '') return undefined
  let at: DocumentNode | undefined = source.root
  for (const written of steps.slice(1)) {
    const key = written.replaceAll('~1', '/').replaceAll('~0', '~')
    const from: DocumentNode = at
    at =
      child(source, from, key) ??
      items(source, from).find(({ pointer }) => pointer === from.pointer + step(key))
    if (at === undefined) return undefined
  }
  return at
}

/** A fragment is percent-encoded (RFC 6901, 6). */
function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}
