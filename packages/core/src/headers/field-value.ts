/**
 * Field values: optional white space (RFC 9110, 5.6.3), and the media type of event streams.
 *
 * @module
 */

/**
 * Removes the spaces and tabs around a field value. Linear: `trim()` would remove other characters too, and a regular expression for trailing white
 * space backtracks from each run of it.
 */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether a field value holds nothing but spaces and tabs. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isSpace(text.charCodeAt(at))) return false
  }
  return true
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Whether the value of `Content-Type` is that of server-sent events (HTML, 9.2): such an answer ends with the grant that allowed it (D25). */
export function isEventStream(contentType: string | null | undefined): boolean {
  return /^text\/event-stream(?:[\s;]|$)/i.test(contentType ?? '')
}
