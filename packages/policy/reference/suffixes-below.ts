/**
 * Writes the list of public suffixes that have a name above them that is no suffix itself, from the list of `tldts`.
 *
 * @module
 */
import {
  edgeChild,
  edgeLength,
  edgeStart,
  labelText,
  nodeFlags,
  rulesRoot,
} from 'tldts/dist/es6/src/data/trie.js'

/** Most characters of a line of the list. */
const WIDTH = 120

/** @returns The text of `src/rules/suffixes-below.ts`. */
export function suffixesBelow(): string {
  return `/**
 * Public suffixes below names that are no suffix themselves: \`global.ssl.fastly.net\` is below \`fastly.net\`. One for each such name, of
 * the list of \`tldts\`; \`npm run fix\` writes them.
 *
 * @module
 */
const SUFFIXES = \`
${linesOf(chosenSuffixes())}
\`

let above: ReadonlyMap<string, string> | undefined

/** A public suffix below a host that is none itself, such as \`global.ssl.fastly.net\` below \`fastly.net\`; \`undefined\` where there is none. */
export function suffixBelow(host: string): string | undefined {
  above ??= new Map(
    SUFFIXES.trim()
      .split(/\\s+/)
      .flatMap((suffix) => namesAbove(suffix).map((name) => [name, suffix] as const)),
  )
  return above.get(host)
}

function namesAbove(suffix: string): readonly string[] {
  const labels = suffix.split('.')
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))
}
`
}

/** The fewest that are needed: a suffix deep down serves all names above it. */
function chosenSuffixes(): readonly string[] {
  const { suffixes, others } = readNames()
  const chosen: string[] = []
  for (const name of others.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const isBelow = (suffix: string): boolean => suffix.endsWith(`.${name}`)
    if (chosen.some(isBelow)) continue
    const found = suffixes.filter(isBelow).sort(byPlainness)[0]
    if (found !== undefined) chosen.push(found)
  }
  return chosen.sort()
}

/** Wildcards last, then by length. */
function byPlainness(a: string, b: string): number {
  return +a.startsWith('*') - +b.startsWith('*') || a.length - b.length || (a < b ? -1 : 1)
}

/** ASCII only: an origin is written in that (D3), and the list has every other name in Punycode too. */
export function readNames(): { readonly suffixes: string[]; readonly others: string[] } {
  const offsets = [0]
  for (const length of edgeLength) offsets.push((offsets.at(-1) ?? 0) + length)
  const suffixes: string[] = []
  const others: string[] = []
  const walk = (node: number, right: string): void => {
    for (let edge = edgeStart[node] ?? 0; edge < (edgeStart[node + 1] ?? 0); edge++) {
      const label = labelText.slice(offsets[edge], offsets[edge + 1])
      if (!/^[!-~]+$/.test(label)) continue
      const child = edgeChild[edge] ?? 0
      const name = `${label}${right}`
      ;(nodeFlags[child] === 0 ? others : suffixes).push(name)
      walk(child, `.${name}`)
    }
  }
  walk(rulesRoot, '')
  return { suffixes, others }
}

function linesOf(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + name.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${name}`
    } else lines.push(name)
  }
  return lines.join('\n')
}
