/**
 * Other spellings of a path, which one layer reads as this path and another as something else (D4).
 *
 * A reading can leave a segment unlike its plain text (case, escapes, `;`), join two segments (`%2F`, `\`), or add an empty one (`//`).
 * Each of these is tried at each segment, and the first also at several at once.
 *
 * @module
 */

/** Segments of which every combination is tried; of longer paths single ones, pairs and all. */
const MOST_COMBINED = 5

/** Paths, each with its leading slash, none twice. */
export function spellingsOf(segments: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const add = (parts: readonly string[], separators: (at: number) => string = () => '/'): void => {
    found.add(parts.map((part, at) => separators(at) + part).join(''))
  }
  const each = segments.map((_, at) => at)
  const withPart = (change: (part: string) => string, places: readonly number[]): void =>
    add(segments.map((part, at) => (places.includes(at) ? change(part) : part)))
  for (const places of [...each.map((at) => [at]), each]) {
    withPart(otherCase, places)
    withPart((part) => escaped(part, '%'), places)
    withPart((part) => escaped(part, '%25'), places)
    withPart((part) => `${part};x`, places)
  }
  for (const places of combinations(segments.length)) withPart((part) => escaped(part, '%'), places)
  for (const at of each) {
    withPart((part) => `${part}%2Fx`, [at])
    withPart((part) => `${part}%252Fx`, [at])
    if (at > 0) {
      for (const join of ['%2F', '\\', '%252F'])
        add(segments, (place) => (place === at ? join : '/'))
    }
    add(segments, (place) => (place === at ? '//' : '/'))
  }
  add([...segments, '', ''])
  found.delete(`/${segments.join('/')}`)
  return [...found].filter((path) => path.startsWith('/'))
}

function combinations(count: number): readonly (readonly number[])[] {
  if (count <= MOST_COMBINED) {
    return Array.from({ length: 2 ** count - 1 }, (_, mask) =>
      Array.from({ length: count }, (__, at) => at).filter((at) => ((mask + 1) >> at) & 1),
    )
  }
  const pairs: number[][] = []
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) pairs.push([a, b])
  return pairs
}

/** The same word to whoever ignores case, and to nobody else. */
function otherCase(part: string): string {
  return /[A-Z]/.test(part) ? part.toLowerCase() : part.toUpperCase()
}

function escaped(part: string, percent: string): string {
  const code = part.charCodeAt(0)
  return Number.isNaN(code) ? part : `${percent}${code.toString(16).toUpperCase()}${part.slice(1)}`
}
