/**
 * Reading and writing of the header lines of a Node response.
 *
 * @module
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { type HeaderLine, isPolicyResponseHeader } from '@marque/core'

export type NodeResponse = ServerResponse | Http2ServerResponse

type Value = OutgoingHttpHeader | undefined

/** The lines that are set so far, in the case in which they were set. */
export function readHeaders(response: NodeResponse): HeaderLine[] {
  const names = namesOf(response)
  return names.flatMap((name) =>
    valuesOf(response.getHeader(name)).map((value) => [name, value] as const),
  )
}

/** HTTP/2 responses do not keep the case. */
function namesOf(response: NodeResponse): readonly string[] {
  const { getRawHeaderNames } = response as { readonly getRawHeaderNames?: () => string[] }
  return getRawHeaderNames === undefined
    ? response.getHeaderNames()
    : getRawHeaderNames.call(response)
}

/** Changes the headers of the response from `before` to `after`; equal ones are not touched. */
export function updateHeaders(
  response: NodeResponse,
  before: readonly HeaderLine[],
  after: readonly HeaderLine[],
): void {
  const old = grouped(before)
  const updated = grouped(after)
  for (const name of old.keys()) if (!updated.has(name)) response.removeHeader(name)
  for (const [name, values] of updated) {
    if (old.get(name)?.join('\n') === values.join('\n')) continue
    const [only] = values
    response.setHeader(name, values.length === 1 && only !== undefined ? only : values)
  }
}

/** Sets the headers that `writeHead` got. As in Node, they replace those that are set, and a flat list may repeat a name. */
export function setHeaders(
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

/** Whether a field belongs to the policy, so that neither interim responses nor trailers may carry it (D22). */
export function isPolicyField(name: unknown): boolean {
  return isPolicyResponseHeader(String(name).trim().toLowerCase())
}

/** Removes the fields of the policy from an object, a list of pairs or a flat list of names and values. Node rejects everything else. */
export function withoutPolicyFields(fields: unknown): unknown {
  if (Array.isArray(fields)) {
    if (Array.isArray(fields[0])) {
      return fields.filter((pair) => !isPolicyField((pair as unknown[])[0]))
    }
    return fields.filter((_, at) => !isPolicyField(fields[at - (at % 2)]))
  }
  if (typeof fields !== 'object' || fields === null) return fields
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isPolicyField(name)))
}
