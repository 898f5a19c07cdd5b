/**
 * Header lines of a request, read one by one.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'

/** ASCII lower case, and nothing more: `K` (Kelvin) stays itself. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The values of every line of one name, in order; D27: names compare without case. */
export function linesOf(request: RequestFacts, name: string): readonly string[] {
  return request.headers.filter((line) => asciiLower(line[0]) === name).map((line) => line[1])
}

/** The values that hold something: ADR 0001, 4 and 18, a line of spaces and tabs is none. */
export function filledLinesOf(request: RequestFacts, name: string): readonly string[] {
  return linesOf(request, name).filter((value) => !/^[ \t]*$/.test(value))
}

/** The elements of a comma-separated field, of all its lines, without the white space (space and tab) around them. */
export function elementsOf(values: readonly string[]): readonly string[] {
  return values
    .join(',')
    .split(',')
    .map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((element) => element !== '')
}
