/**
 * The path prefix that the gateway reserves for itself, in every spelling that an application could read as that prefix.
 *
 * @module
 */

/** Paths below it are answered by the gateway and never forwarded. */
const PREFIX = '/.well-known/marque/'

/** The characters after the first slash with which any spelling without dot segments begins: `.` `%` `/` `\` `;`. */
const FIRST_CHARACTERS: ReadonlySet<number> = new Set([0x2e, 0x25, 0x2f, 0x5c, 0x3b])

/** Layers decode once or twice; one more for safety. */
const DECODINGS = 3

/**
 * Classifies a target: `reserved` is the prefix as written, `equivalent` a spelling that some server reads as the prefix, `null` an application path.
 *
 * @param isAmbiguous Whether layers could read the path differently (D4), in which case it may hold dot segments.
 *
 * @example
 * ```ts
 * reservedPath('/.well-known/marque/explain', false) // 'reserved'
 * reservedPath('/x/..;/.Well-Known//marque%2fexplain', true) // 'equivalent'
 * ```
 */
export function reservedPath(
  target: string,
  isAmbiguous: boolean,
): 'reserved' | 'equivalent' | null {
  if (target.startsWith(PREFIX)) return 'reserved'
  if (!isAmbiguous && !FIRST_CHARACTERS.has(target.charCodeAt(1))) return null
  let path = target.replace(/[?#].*$/s, '')
  for (let times = 0; times <= DECODINGS; times++) {
    if (isReadAsReserved(path)) return 'equivalent'
    if (!path.includes('%')) return null
    path = decoded(path)
  }
  return null
}

/** Reads the path as the most lenient server would: folds case, drops parameters, merges slashes, takes `\` for `/`, resolves dot segments. */
function isReadAsReserved(path: string): boolean {
  const segments: string[] = []
  for (const part of path.toLowerCase().split(/[/\\]/)) {
    const [segment = ''] = part.split(';', 1)
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments[0] === '.well-known' && segments[1] === 'marque'
}

/** Decodes bytes to characters, including the overlong UTF-8 forms of `.`, `/` and `\` that old decoders accept. */
function decoded(path: string): string {
  return path
    .replace(/%c0%ae/gi, '.')
    .replace(/%c0%af/gi, '/')
    .replace(/%c1%9c/gi, '\\')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
