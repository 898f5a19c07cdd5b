/**
 * Names for resources, as the language has them.
 *
 * @module
 */

/** Segments that say nothing of what is below them: `api`, `v1`, `2024-01`. */
const SAYS_NOTHING = /^(?:api|rest|v[0-9][0-9a-z._-]*|[0-9].*|\{.*)$/i

/** A name out of any text: `User Accounts` as `user-accounts`; `undefined` where nothing is left of it. */
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

/** A name after the first segment of a path that says something. */
export function nameFromPath(path: string): string {
  for (const segment of path.split('/').filter((one) => one !== '')) {
    if (SAYS_NOTHING.test(segment)) continue
    const name = nameFrom(segment)
    if (name !== undefined) return name
  }
  return 'api'
}

/** The name itself, or the first of `name-2`, `name-3`, ... that is not taken; taken from then on. */
export function takeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`
  taken.add(free)
  return free
}
