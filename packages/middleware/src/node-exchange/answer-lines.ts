/**
 * The header lines of a Node answer, read and written.
 *
 * @module
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import type { HeaderLine } from '@marque/core'

export type NodeResponse = ServerResponse | Http2ServerResponse

/** Every line that is set so far, in the case in which it was set. */
export function linesOf(response: NodeResponse): HeaderLine[] {
  const names = namesOf(response)
  return names.flatMap((name) =>
    valuesOf(response.getHeader(name)).map((value) => [name, value] as const),
  )
}

/** Not every answer tells the case: that of HTTP/2 has none. */
function namesOf(response: NodeResponse): readonly string[] {
  const { getRawHeaderNames } = response as { readonly getRawHeaderNames?: () => string[] }
  return getRawHeaderNames === undefined
    ? response.getHeaderNames()
    : getRawHeaderNames.call(response)
}

/** Brings the answer to these lines; what is right already is not touched. */
export function bringTo(
  response: NodeResponse,
  before: readonly HeaderLine[],
  after: readonly HeaderLine[],
): void {
  const had = grouped(before)
  const wanted = grouped(after)
  for (const name of had.keys()) if (!wanted.has(name)) response.removeHeader(name)
  for (const [name, values] of wanted) {
    if (had.get(name)?.join('\n') === values.join('\n')) continue
    const [only] = values
    response.setHeader(name, values.length === 1 && only !== undefined ? only : values)
  }
}

/**
 * Sets what `writeHead` was given. As Node does: what it is given replaces what was set before, and a flat list may hold a name twice.
 */
export function setAll(
  response: NodeResponse,
  headers: OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | undefined,
): void {
  if (headers === undefined) return
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined && !name.startsWith(':')) response.setHeader(name, value)
    }
    return
  }
  const lines = pairs(headers)
  for (const [name, values] of grouped(lines)) response.setHeader(name, values)
}

/** A flat list of names and values, or a list of pairs. */
function pairs(headers: readonly unknown[]): HeaderLine[] {
  if (Array.isArray(headers[0])) {
    return (headers as readonly (readonly [string, unknown])[]).map(([name, value]) => [
      name,
      String(value),
    ])
  }
  const lines: HeaderLine[] = []
  for (let at = 1; at < headers.length; at += 2)
    lines.push([String(headers[at - 1]), String(headers[at])])
  return lines
}

function grouped(lines: readonly HeaderLine[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of lines) {
    const lower = name.toLowerCase()
    const group = groups.get(lower)
    if (group === undefined) groups.set(lower, [value])
    else group.push(value)
  }
  return groups
}

function valuesOf(value: OutgoingHttpHeader | undefined): readonly string[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}
