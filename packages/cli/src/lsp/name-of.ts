/**
 * The names of files in addresses.
 *
 * @module
 */

/** The last part of an address. */
export function nameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '')
  const name = path.slice(path.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
