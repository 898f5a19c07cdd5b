/**
 * Where a text stops being JSON.
 *
 * @module
 */

/** Containers that may be open at once. */
const DEEPEST = 10_000

/**
 * The offset of the first character that is not JSON (RFC 8259); the length of the text where its end is missing.
 *
 * Needed because the messages of `JSON.parse` quote the text, which may hold secrets, and do not always have a position.
 *
 * @returns `undefined` for valid JSON.
 */
export function jsonFault(text: string): number | undefined {
  /** Closing brackets of the open containers. */
  const open: string[] = []
  let at = skipSpace(text, 0)
  /** What may come next. */
  let next: 'value' | 'first value' | 'first key' | 'key' | 'after' = 'value'
  while (at < text.length || next !== 'after') {
    const character = text[at]
    if (character === undefined) return at
    if (next === 'after') {
      const closing = open.at(-1)
      if (closing === undefined) return at
      if (character === closing) open.pop()
      else if (character === ',') next = closing === '}' ? 'key' : 'value'
      else return at
      at = skipSpace(text, at + 1)
      continue
    }
    const closes =
      (next === 'first value' && character === ']') || (next === 'first key' && character === '}')
    if (closes) {
      open.pop()
      next = 'after'
      at = skipSpace(text, at + 1)
      continue
    }
    if (next === 'key' || next === 'first key') {
      const end = endOfString(text, at)
      if (end.fault !== undefined) return end.fault
      at = skipSpace(text, end.at)
      if (text[at] !== ':') return at
      at = skipSpace(text, at + 1)
      next = 'value'
      continue
    }
    if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']')
      if (open.length > DEEPEST) return at
      next = character === '{' ? 'first key' : 'first value'
      at = skipSpace(text, at + 1)
      continue
    }
    if (character === '"') {
      const end = endOfString(text, at)
      if (end.fault !== undefined) return end.fault
      at = end.at
    } else {
      SCALAR.lastIndex = at
      const scalar = SCALAR.exec(text)
      if (scalar === null) return at
      at += scalar[0].length
    }
    at = skipSpace(text, at)
    next = 'after'
  }
  return open.length > 0 ? text.length : undefined
}

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++
  return at
}

function endOfString(
  text: string,
  start: number,
): { readonly at: number; readonly fault?: number } {
  if (text[start] !== '"') return { at: start, fault: start }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return { at: at + 1 }
    if (code < 0x20) return { at, fault: at }
    if (code !== 0x5c) continue
    const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6))
    if (escaped === null) return { at, fault: at }
    at += escaped[0].length - 1
  }
  return { at: text.length, fault: text.length }
}
