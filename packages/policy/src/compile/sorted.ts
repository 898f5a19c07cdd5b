/**
 * Lists in the order of the bundle: by UTF-16 code units, each entry once.
 *
 * @module
 */

/** A sorted copy without duplicates. One pass if the strings are sorted already, as long generated lists are. */
export function sortedUnique(texts: readonly string[]): readonly string[] {
  const { descents, doubles } = disorderOf(texts)
  if (descents === 0 && doubles === 0) return texts.slice()
  // A few sorted runs are merged fast by comparing; in a jumble each comparison misses the cache.
  const sorted = descents * 64 < texts.length ? texts.toSorted() : sortTexts(texts)
  return sorted.filter((text, at, all) => at === 0 || text !== all[at - 1])
}

/** Compares by UTF-16 code units, the order of RFC 8785; `localeCompare` would depend on the machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** How often a string is followed by a smaller one, and how often by an equal one. */
function disorderOf(texts: readonly string[]): {
  readonly descents: number
  readonly doubles: number
} {
  let descents = 0
  let doubles = 0
  let before: string | undefined
  for (const text of texts) {
    if (before !== undefined && before >= text) {
      if (before === text) doubles++
      else descents++
    }
    before = text
  }
  return { descents, doubles }
}

/** Lists below this are sorted faster by comparing. */
const LONG = 4096

/** Bits of a counting pass: two characters. */
const PASS_BITS = 14
const BUCKETS = 1 << PASS_BITS

/**
 * Sorts by UTF-16 code units, as `toSorted` does; stable.
 *
 * Linear in the number of characters that tell the texts apart.
 */
export function sortTexts(texts: readonly string[]): string[] {
  const sorted = texts.slice()
  sortRange(sorted, 0, sorted.length, sorted.length < LONG ? 0 : commonPrefix(sorted))
  return sorted
}

/** Sorts `texts` from `start` to `end`, which have the same characters before `from`. */
function sortRange(texts: string[], start: number, end: number, from: number): void {
  const length = end - start
  if (length < LONG) {
    if (length > 1) replace(texts, start, texts.slice(start, end).sort())
    return
  }
  const high = new Uint32Array(length)
  const low = new Uint32Array(length)
  for (let at = 0; at < length; at++) {
    const text = texts[start + at] ?? ''
    const first = fourCharacters(text, from)
    const second = fourCharacters(text, from + 4)
    if (first < 0 || second < 0) {
      replace(texts, start, texts.slice(start, end).sort())
      return
    }
    high[at] = first
    low[at] = second
  }
  let order: Uint32Array<ArrayBuffer> = Uint32Array.from({ length }, (_, at) => at)
  // Least significant characters first: each pass keeps the order of the one before among equals.
  for (const [keys, shift] of [
    [low, 0],
    [low, PASS_BITS],
    [high, 0],
    [high, PASS_BITS],
  ] as const) {
    order = countingPass(order, keys, shift)
  }
  const before = texts.slice(start, end)
  for (let at = 0; at < length; at++) texts[start + at] = before[order[at] ?? 0] ?? ''
  sortRuns(texts, start, order, high, low, from + 8)
}

/** Sorts what the eight characters did not tell apart. */
function sortRuns(
  texts: string[],
  start: number,
  order: Uint32Array,
  high: Uint32Array,
  low: Uint32Array,
  from: number,
): void {
  let runStart = 0
  for (let at = 1; at <= order.length; at++) {
    const [one, other] = [order[runStart] ?? 0, order[at] ?? -1]
    if (high[one] === high[other] && low[one] === low[other]) continue
    // A key that ends in zero is a text that has ended: all of the run are the same.
    if (at - runStart > 1 && ((low[one] ?? 0) & 0x7f) !== 0) {
      sortRange(texts, start + runStart, start + at, from)
    }
    runStart = at
  }
}

function countingPass(
  order: Uint32Array,
  keys: Uint32Array,
  shift: number,
): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(BUCKETS + 1)
  const bucketOf = (at: number): number => ((keys[at] ?? 0) >>> shift) & (BUCKETS - 1)
  for (let at = 0; at < keys.length; at++) {
    const next = bucketOf(at) + 1
    places[next] = (places[next] ?? 0) + 1
  }
  for (let at = 1; at <= BUCKETS; at++) places[at] = (places[at] ?? 0) + (places[at - 1] ?? 0)
  const sorted = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at++) {
    const item = order[at] ?? 0
    const bucket = bucketOf(item)
    const place = places[bucket] ?? 0
    sorted[place] = item
    places[bucket] = place + 1
  }
  return sorted
}

/** Four characters as one number, zeros after the end of the string; -1 if one is not ASCII or is NUL. */
function fourCharacters(text: string, from: number): number {
  let key = 0
  for (let at = from; at < from + 4; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code > 0x7f || (code === 0 && at < text.length)) return -1
    key = (key << 7) | code
  }
  return key
}

function commonPrefix(texts: readonly string[]): number {
  const first = texts[0] ?? ''
  let length = first.length
  for (const text of texts) {
    let at = 0
    while (at < length && text.charCodeAt(at) === first.charCodeAt(at)) at++
    length = at
  }
  return length
}

function replace(texts: string[], start: number, sorted: readonly string[]): void {
  for (const [at, text] of sorted.entries()) texts[start + at] = text
}
