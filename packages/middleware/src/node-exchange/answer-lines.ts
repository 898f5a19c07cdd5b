/**
 * The header lines of a Node answer, read and written.
 *
 * @module
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import type { HeaderLine } from '@marque/core'

export type NodeResponse = ServerResponse | Http2ServerResponse

type Value = OutgoingHttpHeader | undefined

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
  headers: OutgoingHttpHeaders | readonly OutgoingHttpHeader[] | null | undefined,
): void {
  if (headers === undefined || headers === null) return
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined && !name.startsWith(':')) response.setHeader(name, value)
    }
    return
  }
  const lines = pairs(headers)
  for (const [name, values] of grouped(lines)) response.setHeader(name, values)
}

/** A flat list of names and values, or a list of pairs; a value may be a list itself. */
function pairs(headers: readonly unknown[]): HeaderLine[] {
  const isPaired = Array.isArray(headers[0])
  if (!isPaired && headers.length % 2 !== 0) {
    throw new TypeError('a flat list of headers must have a value for each name')
  }
  const list = (isPaired ? headers : paired(headers)) as readonly (readonly [unknown, Value])[]
  return list.flatMap(([name, value]) => valuesOf(value).map((one) => [String(name), one] as const))
}

function paired(flat: readonly unknown[]): unknown[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : []))
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

function valuesOf(value: Value): readonly string[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}
