/**
 * Whether an origin pattern covers an origin, or everything that another pattern covers (D3).
 *
 * @module
 */
import { type Origin, type OriginPattern, readOrigin, readPattern } from '@marque/core'

/** @param entry An origin or a pattern. */
export function patternCovers(patternText: string, entry: string): boolean {
  const pattern = readPattern(patternText)
  const inner = readOrigin(entry) ?? readPattern(entry)
  if (pattern === undefined || inner === undefined || pattern.scheme !== inner.scheme) return false
  const isPort = pattern.port === 'any' || pattern.port === inner.port
  return isPort && coversHost(pattern, hostOf(inner))
}

/** The host of an origin, or one that the pattern covers. */
function hostOf(inner: Origin | OriginPattern): string {
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
