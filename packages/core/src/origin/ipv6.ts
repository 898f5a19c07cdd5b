/**
 * The notation of IPv6 addresses that browsers send (URL Standard, "IPv6 serializer").
 *
 * @module
 */

/**
 * Whether `text` (without brackets) is an address as the URL Standard serializes it. Unlike RFC 5952 (section 5), the URL Standard never
 * writes dotted decimals: `::ffff:7f00:1`, not `::ffff:127.0.0.1`.
 */
export function isCanonicalIpv6(text: string): boolean {
  const groups = readGroups(text)
  return groups !== undefined && writeGroups(groups) === text
}

/** The dotted notation of the IPv4 address in an IPv4-mapped address such as `[::ffff:7f00:1]`; `undefined` for every other host. */
export function mappedIpv4(host: string): string | undefined {
  const found = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host)
  if (found === null) return undefined
  const [high, low] = [found[1], found[2]].map((group) => Number.parseInt(group ?? '0', 16))
  return [high, low].flatMap((group = 0) => [group >> 8, group & 255]).join('.')
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

/** URL Standard, "IPv6 serializer": the longest run of at least two zero groups is `::`, the first of several. */
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
