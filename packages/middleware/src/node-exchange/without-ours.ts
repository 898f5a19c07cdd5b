/**
 * Header fields that neither interim answers nor trailers may carry (D22), taken out of them in every form in which Node takes fields.
 *
 * @module
 */
import { type HeaderLine, isPolicyResponseHeader } from '@marque/core'

/** Whether no interim answer and no trailer may carry a field of this name. */
export function isOurs(name: unknown): boolean {
  return isPolicyResponseHeader(String(name).trim().toLowerCase())
}

/** The lines that they may carry. */
export function linesWithoutOurs(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines.filter(([name]) => !isOurs(name))
}

/** The same for an object, a list of pairs and a flat list of names and values. What is none of them is Node's to refuse. */
export function withoutOurs(fields: unknown): unknown {
  if (Array.isArray(fields)) {
    if (Array.isArray(fields[0])) return fields.filter((pair) => !isOurs((pair as unknown[])[0]))
    return fields.filter((_, at) => !isOurs(fields[at - (at % 2)]))
  }
  if (typeof fields !== 'object' || fields === null) return fields
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isOurs(name)))
}
