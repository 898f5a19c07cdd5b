/**
 * Names of header lines, looked at once.
 *
 * @module
 */

export interface Field {
  /** As it came. */
  readonly name: string
  readonly lower: string
  /** Whether the line stays behind. */
  readonly isDropped: boolean
}

const MOST_FIELDS = 512
const LONGEST_FIELD = 64

/**
 * Clients and applications send the same few names again and again; the same string each time also spares undici the making of a property key.
 *
 * What is remembered is bounded: names that somebody makes up cost a look each, and no memory.
 *
 * @param isDropped Of the name in lower case.
 */
export function knownFields(isDropped: (lower: string) => boolean): (name: string) => Field {
  const known = new Map<string, Field>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const lower = name.toLowerCase()
    const field: Field = { name, lower, isDropped: isDropped(lower) }
    if (known.size < MOST_FIELDS && name.length <= LONGEST_FIELD) known.set(name, field)
    return field
  }
}
