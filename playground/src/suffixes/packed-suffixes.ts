/**
 * The public suffix list in a compact text format: a tree of labels from the right, with sorted levels.
 *
 * Each label starts with a capital letter for the length of the prefix that it shares with the previous label of its level (`A` is 0, `B` is 1),
 * followed by the rest. Labels to its left follow in parentheses. `!` precedes a label that is not a suffix itself.
 * `Auk(AacAco!Anhs(Ax))` contains `uk`, `ac.uk`, `co.uk` and `x.nhs.uk`.
 *
 * @module
 */

/** A label and the labels to its left. */
export interface SuffixNode {
  readonly isSuffix: boolean
  readonly children: ReadonlyMap<string, SuffixNode>
}

const FIRST_CAPITAL = 65
const MOST_COMMON = 25

/** Encodes the children of a node. Labels are lower-case ASCII. */
export function packSuffixes({ children }: SuffixNode): string {
  let before = ''
  return [...children]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, child]) => {
      const common = commonStart(before, label)
      before = label
      const mark = child.isSuffix ? '' : '!'
      const below = child.children.size > 0 ? `(${packSuffixes(child)})` : ''
      return `${mark}${String.fromCharCode(FIRST_CAPITAL + common)}${label.slice(common)}${below}`
    })
    .join('')
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length, MOST_COMMON)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}

/** Decodes the output of {@link packSuffixes} in linear time. */
export function unpackSuffixes(text: string): SuffixNode {
  const root: Level = { isSuffix: false, children: new Map(), last: '' }
  const path: Level[] = []
  let level = root
  let node = root
  for (const [token, mark, capital, rest = ''] of text.matchAll(/(!?)([A-Z])([^!A-Z()]*)|[()]/g)) {
    if (token === '(') {
      path.push(level)
      level = node
    } else if (token === ')') level = path.pop() ?? root
    else {
      const common = (capital ?? '').charCodeAt(0) - FIRST_CAPITAL
      const label = level.last.slice(0, common) + rest
      node = { isSuffix: mark === '', children: new Map(), last: '' }
      level.children.set(label, node)
      level.last = label
    }
  }
  return root
}

interface Level extends SuffixNode {
  readonly children: Map<string, SuffixNode>
  /** The most recently added label. */
  last: string
}
