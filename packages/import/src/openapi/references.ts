/**
 * `$ref`: followed within the document, never out of it.
 *
 * @module
 */
import { child, items, type Part, report, type Source, step, textOf } from '../document/part.ts'
import { shorten } from '../findings/found.ts'

/** References that lead to one another at most. */
const MOST_HOPS = 32

/**
 * The part that is meant: what a `$ref` leads to, through others too, else the part itself.
 *
 * @returns `undefined` where it leads nowhere or out of the document; reported then.
 */
export function follow(source: Source, part: Part): Part | undefined {
  let at = part
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    const reference = child(source, at, '$ref')
    const text = textOf(source, reference)
    if (reference === undefined || text === undefined) return at
    if (!text.startsWith('#')) {
      report(source, reference, {
        code: 'MQ-807',
        message: `\`${shorten(text)}\` is another document`,
      })
      return undefined
    }
    const target = targetOf(source, text.slice(1))
    if (target === undefined) {
      report(source, reference, {
        code: 'MQ-808',
        message: `\`${shorten(text)}\` leads nowhere`,
      })
      return undefined
    }
    at = target
  }
  report(source, part, { code: 'MQ-808', message: 'the reference leads to itself' })
  return undefined
}

function targetOf(source: Source, fragment: string): Part | undefined {
  const steps = decoded(fragment)?.split('/')
  if (steps?.[0] !== '') return undefined
  let at: Part | undefined = source.root
  for (const written of steps.slice(1)) {
    const key = written.replaceAll('~1', '/').replaceAll('~0', '~')
    const from: Part = at
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
