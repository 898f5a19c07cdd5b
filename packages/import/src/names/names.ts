/**
 * Valid names for resources and sets.
 *
 * @module
 */

/** Segments that do not name a resource: `api`, `v1`, `2024-01`. */
const GENERIC = /^(?:api|rest|v[0-9][0-9a-z._-]*|[0-9].*|\{.*)$/i

/** Converts a text into a valid name: `User Accounts` to `user-accounts`; `undefined` where no letter is left. */
export function nameFrom(text: string): string | undefined {
  const name = text
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return name === '' ? undefined : name
}

/** A name from the first specific segment of a path, or else of the next one: a path with its base path names everything alike. */
export function nameFromPath(...paths: readonly string[]): string {
  for (const segment of paths
    .join('/')
    .split('/')
    .filter((one) => one !== '')) {
    if (GENERIC.test(segment)) continue
    const name = nameFrom(segment)
    if (name !== undefined) return name
  }
  return 'api'
}

/** The name itself, or the first free of `name-2`, `name-3`, …; it is taken from then on. */
export function takeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`
  taken.add(free)
  return free
}
