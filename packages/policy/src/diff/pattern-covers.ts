/**
 * Whether an origin pattern covers an origin, or everything that another pattern covers (D3).
 *
 * @module
 */
import { type Origin, type OriginPattern, readOrigin, readPattern } from '@marque/core'

/** An entry of an origin list. */
export type ListEntry = Origin | OriginPattern

/** @returns `undefined` for a text that is neither an origin nor a pattern: no pattern covers it. */
export function readEntry(text: string): ListEntry | undefined {
  return readOrigin(text) ?? readPattern(text)
}

/** Whether a pattern covers an origin or a pattern; every pattern covers itself. */
export function covers(pattern: OriginPattern, entry: ListEntry): boolean {
  if (pattern.scheme !== entry.scheme) return false
  const isPort = pattern.port === 'any' || pattern.port === entry.port
  return isPort && coversHost(pattern, hostOf(entry))
}

/** {@link covers} for texts; false where one of them is invalid. */
export function patternCovers(patternText: string, entryText: string): boolean {
  const pattern = readPattern(patternText)
  const entry = readEntry(entryText)
  return pattern !== undefined && entry !== undefined && covers(pattern, entry)
}

/** The host of an origin, or one that the pattern covers. */
function hostOf(inner: ListEntry): string {
  if (!('subdomains' in inner)) return inner.host
  if (inner.labelEnd !== null) return `any${inner.labelEnd}.${inner.host}`
  return inner.subdomains ? `any.${inner.host}` : inner.host
}

function coversHost({ host, subdomains, labelEnd }: OriginPattern, name: string): boolean {
  if (subdomains) return name.endsWith(`.${host}`)
  if (labelEnd === null) return name === host
  const dot = name.indexOf('.')
  const label = name.slice(0, dot)
  return name.slice(dot + 1) === host && label.length > labelEnd.length && label.endsWith(labelEnd)
}
