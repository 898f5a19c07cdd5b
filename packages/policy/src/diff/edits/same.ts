/**
 * Deep equality of parts of a bundle.
 *
 * @module
 */

/** Whether two values of a bundle are equal; returns early for identical ones. The order of keys does not matter, that of lists does. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at]))
  }
  if (Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isSame((a as { [key: string]: unknown })[key], (b as { [key: string]: unknown })[key]),
    )
  )
}
