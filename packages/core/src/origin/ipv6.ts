/**
 * The canonical notation of IPv6 addresses, which browsers send (RFC 5952, 4).
 *
 * @module
 */

/**
 * Whether `text` (without brackets) is an address in the notation of RFC 5952. IPv4-mapped addresses are refused: RFC 5952 and browsers
 * write them differently, so that none of their notations is canonical.
 */
export function isCanonicalIpv6(text: string): boolean {
  const groups = readGroups(text)
  if (groups === undefined) return false
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return !mapped && writeGroups(groups) === text
}

function readGroups(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const gap = 8 - head.length - tail.length
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined
  const all = [...head, ...new Array<string>(gap).fill('0'), ...tail]
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? all.map((group) => Number.parseInt(group, 16))
    : undefined
}

/** RFC 5952, 4.2: the longest run of at least two zero groups is `::`, the first of several. */
function writeGroups(groups: readonly number[]): string {
  let bestStart = -1
  let bestLength = 1
  for (let start = 0; start < 8; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > bestLength) {
      bestStart = start
      bestLength = end - start
    }
  }
  const write = (part: readonly number[]): string =>
    part.map((group) => group.toString(16)).join(':')
  if (bestStart < 0) return write(groups)
  return `${write(groups.slice(0, bestStart))}::${write(groups.slice(bestStart + bestLength))}`
}
