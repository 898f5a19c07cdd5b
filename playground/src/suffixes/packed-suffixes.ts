/**
 * The public suffix list as one text: a tree of labels from the right, each level sorted.
 *
 * Each label begins with a capital that says how many characters it has in common with the label before it on its level (`A` none, `B` one),
 * and goes on with the rest; what stands to the left of a label follows in parentheses; `!` stands before a label that is no suffix by
 * itself. So `Auk(AacAco!Anhs(Ax))` holds `uk`, `ac.uk`, `co.uk` and `x.nhs.uk`.
 *
 * @module
 */

/** A label of the list, and what stands to the left of it. */
export interface SuffixNode {
  readonly isSuffix: boolean
  readonly children: ReadonlyMap<string, SuffixNode>
}

const FIRST_CAPITAL = 65
const MOST_COMMON = 25

/** Writes the levels below a node. Labels are lower-case ASCII. */
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

/** Reads what {@link packSuffixes} wrote. One pass, linear. */
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
  /** The label that was added last. */
  last: string
}
