/**
 * Header fields in a list of header lines: their values, and which of them decisions read. Names are compared without regard to case.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

/**
 * The values of all lines of a field, in order.
 *
 * @param name Lower case.
 */
export function valuesOf(lines: readonly HeaderLine[], name: string): readonly string[] {
  const values: string[] = []
  for (const [field, value] of lines) {
    if (field.length === name.length && field.toLowerCase() === name) values.push(value)
  }
  return values
}

/**
 * The value of a field that may occur once.
 *
 * @param name Lower case.
 * @returns `undefined` if the field is missing or occurs several times: which line is meant would be ambiguous.
 */
export function onlyValue(lines: readonly HeaderLine[], name: string): string | undefined {
  let found: string | undefined
  for (const [field, value] of lines) {
    if (field.length !== name.length || field.toLowerCase() !== name) continue
    if (found !== undefined) return undefined
    found = value
  }
  return found
}

/**
 * The elements of a list field (RFC 9110, 5.6.1) over all its lines, trimmed, in order; empty elements are dropped.
 *
 * @param name Lower case.
 */
export function listValues(lines: readonly HeaderLine[], name: string): readonly string[] {
  const elements: string[] = []
  for (const value of valuesOf(lines, name)) {
    for (const part of value.split(',')) {
      const element = part.trim()
      if (element !== '') elements.push(element)
    }
  }
  return elements
}

const EVALUATED = /^(?:origin|host|cookie|authorization|(?:access-control|sec-fetch|marque)-.*)$/

/**
 * Whether a decision reads a request header, or another layer of Marque does. `Connection` must not remove these on the way (D29).
 *
 * @param name Lower case.
 */
export function isEvaluatedHeader(name: string): boolean {
  return EVALUATED.test(name)
}
