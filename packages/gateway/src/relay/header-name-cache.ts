/**
 * A cache of header names and what happens to their lines.
 *
 * @module
 */

export interface HeaderName {
  /** As received. */
  readonly name: string
  readonly lower: string
  /** Whether lines with this name are not forwarded. */
  readonly isDropped: boolean
}

const MAX_NAMES = 512
const MAX_LENGTH = 64

/**
 * Clients and applications repeat the same few names; returning the same string each time also saves undici from creating property keys. The cache is bounded: names
 * invented by a client cost a lookup each and no memory.
 *
 * @param isDropped Receives the name in lower case.
 */
export function headerNameCache(
  isDropped: (lower: string) => boolean,
): (name: string) => HeaderName {
  const cache = new Map<string, HeaderName>()
  return (name) => {
    const cached = cache.get(name)
    if (cached !== undefined) return cached
    const lower = name.toLowerCase()
    const header: HeaderName = { name, lower, isDropped: isDropped(lower) }
    if (cache.size < MAX_NAMES && name.length <= MAX_LENGTH) cache.set(name, header)
    return header
  }
}
