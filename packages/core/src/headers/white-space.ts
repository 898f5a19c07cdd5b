/**
 * White space around field values: spaces and tabs, nothing else (RFC 9110, OWS). The platform's `trim()` would drop more, and a regular
 * expression that looks for a run at the end looks at each run again from each of its places.
 *
 * @module
 */

/** Without the spaces and tabs around it. Linear. */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether there is nothing but spaces and tabs. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isSpace(text.charCodeAt(at))) return false
  }
  return true
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
