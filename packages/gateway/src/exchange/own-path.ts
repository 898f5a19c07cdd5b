/**
 * The paths that belong to the gateway, in every spelling that an application could take for them.
 *
 * @module
 */

/** What stands below it is answered by the gateway and never passed on. */
const PREFIX = '/.well-known/marque/'

/** A path begins with one of these in each spelling that is no dot segment, behind its first slash: `.` `%` `/` `\` `;`. */
const BEGINNINGS: ReadonlySet<number> = new Set([0x2e, 0x25, 0x2f, 0x5c, 0x3b])

/** Decoding as often as layers do, and once more. */
const DECODINGS = 3

/**
 * Whose path it is: the gateway's as it is written, one that some server reads as the gateway's, or the application's.
 *
 * @param isAmbiguous Whether its readings differ (D4): then it may hold dot segments.
 *
 * @example
 * ```ts
 * ownPath('/.well-known/marque/explain', false) // 'own'
 * ownPath('/x/..;/.Well-Known//marque%2fexplain', true) // 'read-as-own'
 * ```
 */
export function ownPath(target: string, isAmbiguous: boolean): 'own' | 'read-as-own' | null {
  if (target.startsWith(PREFIX)) return 'own'
  if (!isAmbiguous && !BEGINNINGS.has(target.charCodeAt(1))) return null
  let path = target.replace(/[?#].*$/s, '')
  for (let times = 0; times <= DECODINGS; times++) {
    if (isRead(path)) return 'read-as-own'
    if (!path.includes('%')) return null
    path = decoded(path)
  }
  return null
}

/** The loosest server: it folds case, drops parameters, merges slashes, takes `\` for `/`, and resolves dot segments. */
function isRead(path: string): boolean {
  const segments: string[] = []
  for (const part of path.toLowerCase().split(/[/\\]/)) {
    const [segment = ''] = part.split(';', 1)
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments[0] === '.well-known' && segments[1] === 'marque'
}

/** Bytes as characters, and the overlong forms of `.`, `/` and `\` too, which old decoders take. */
function decoded(path: string): string {
  return path
    .replace(/%c0%ae/gi, '.')
    .replace(/%c0%af/gi, '/')
    .replace(/%c1%9c/gi, '\\')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
