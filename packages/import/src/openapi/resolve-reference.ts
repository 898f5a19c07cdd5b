/**
 * Resolution of `$ref`, within a file and to other files of the description.
 *
 * @module
 */
import { child, type DocumentNode, items, report, type Source, textOf } from '../document/index.ts'
import { shorten } from '../findings/index.ts'

/** References in a chain at most. */
const MOST_HOPS = 32

/**
 * Resolves the `$ref` of a node, through further references; a node without one is returned as it is.
 *
 * Files are relative to the file of the reference (RFC 3986, 5.2), and never outside of the folder of the description. Nothing is fetched
 * from a network.
 *
 * @returns `undefined` where the target does not exist, is the node itself, or cannot be read; that is a finding then.
 */
export function resolveReference(source: Source, part: DocumentNode): DocumentNode | undefined {
  return resolve(source, part, part, MOST_HOPS)
}

/** The value of a key, with its references resolved. */
export function resolvedChild(
  source: Source,
  at: DocumentNode | undefined,
  key: string,
): DocumentNode | undefined {
  const part = at && child(source, at, key)
  return part && resolveReference(source, part)
}

function resolve(
  source: Source,
  start: DocumentNode,
  part: DocumentNode,
  hops: number,
): DocumentNode | undefined {
  const reference = child(source, part, '$ref')
  const text = textOf(source, reference)
  if (reference === undefined || text === undefined) return part
  if (hops === 0) {
    report(source, start, { code: 'MQ-808', message: 'circular reference' })
    return undefined
  }
  const [address = '', ...rest] = text.split('#')
  const root = address === '' ? reference.file.root : openFile(source, reference, address)
  if (root === undefined) return undefined
  const target = targetOf(source, root, rest.join('#'), hops - 1)
  if (target === undefined) {
    report(source, reference, {
      code: 'MQ-808',
      message: `unresolved reference \`${shorten(text)}\``,
    })
    return undefined
  }
  return resolve(source, start, target, hops - 1)
}

/** The root of the file that a reference names. */
function openFile(
  source: Source,
  reference: DocumentNode,
  address: string,
): DocumentNode | undefined {
  const refuse = (message: string, help: string): undefined => {
    report(source, reference, { code: 'MQ-807', message, help })
  }
  if (/^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/\/)/.test(address)) {
    return refuse(
      `reference to a URL: \`${shorten(address)}\``,
      'save the file beside the description and refer to it by its path: nothing is fetched',
    )
  }
  const path = pathFrom(reference.file.path, address.replace(/\?.*$/s, ''))
  if (path === undefined) {
    return refuse(
      `reference to a file outside of the folder of the description: \`${shorten(address)}\``,
      'name the description in the folder above, or move the file',
    )
  }
  return source.open(path, reference)?.root
}

/** A path relative to the folder of the description; `undefined` outside of it. */
function pathFrom(base: string, address: string): string | undefined {
  const relative = decoded(address)
  if (relative.startsWith('/') || /[\\\0]/.test(relative)) return undefined
  const steps = base.split('/').slice(0, -1)
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') steps.push(part)
    else if (steps.pop() === undefined) return undefined
  }
  return steps.join('/')
}

/** The node at a JSON Pointer (RFC 6901). A node on the way may be a reference itself. */
function targetOf(
  source: Source,
  root: DocumentNode,
  fragment: string,
  hops: number,
): DocumentNode | undefined {
  if (fragment === '') return root
  const steps = decoded(fragment).split('/')
  if (steps[0] !== '') return undefined
  let at: DocumentNode = root
  for (const written of steps.slice(1)) {
    const key = written.replaceAll('~1', '/').replaceAll('~0', '~')
    const next: DocumentNode | undefined = partOf(source, at, key)
    if (next !== undefined) at = next
    else {
      const target =
        child(source, at, '$ref') && hops > 0 ? resolve(source, at, at, hops - 1) : undefined
      const behind: DocumentNode | undefined = target && partOf(source, target, key)
      if (behind === undefined) return undefined
      at = behind
    }
  }
  return at
}

function partOf(source: Source, at: DocumentNode, key: string): DocumentNode | undefined {
  return (
    child(source, at, key) ??
    (/^(?:0|[1-9][0-9]*)$/.test(key) ? items(source, at)[Number(key)] : undefined)
  )
}

/** A reference is percent-encoded (RFC 6901, 6); one with a bad escape counts as written. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
