/**
 * Conditions of a grant in words.
 *
 * @module
 */
import type { Grant, Json } from '@marque/core'

/** What a grant requires of the sender; null for nothing. An API version in the path belongs to the path. */
export function conditionText(grant: Grant, versionInPath: boolean): string | null {
  const parts = conditionParts(grant, versionInPath)
  if (grant.token) parts.push('an origin-bound token')
  return parts.length === 0 ? null : listText(parts, 'and')
}

/** The parts of the condition of a grant, all of which must hold; without the token. */
export function conditionParts({ when }: Grant, versionInPath: boolean): string[] {
  const { apiVersion, roles, scopes, authenticatedWithin, claims } = when ?? {}
  const parts: string[] = []
  if (apiVersion !== undefined && !versionInPath) parts.push(`API version ${anyOf(apiVersion)}`)
  if (roles !== undefined) parts.push(`role ${anyOf(roles)}`)
  for (const scope of scopes ?? []) parts.push(`scope ${quoted(scope)}`)
  if (authenticatedWithin !== undefined) {
    parts.push(`a login at most ${durationText(authenticatedWithin)} old`)
  }
  for (const [pointer, value] of Object.entries(claims ?? {})) {
    parts.push(`claim ${quoted(pointer)} ${valueText(value)}`)
  }
  return parts
}

function anyOf(texts: readonly string[]): string {
  return listText(texts.map(quoted), 'or')
}

function valueText(value: Json): string {
  if (value === '{origin}') return 'names the origin'
  if (value === '{tenant}') return 'names the tenant'
  return `is ${quoted(typeof value === 'string' ? value : JSON.stringify(value))}`
}

function quoted(text: string): string {
  return `\`${text}\``
}

/** `a, b and c`. */
export function listText(texts: readonly string[], last: 'and' | 'or'): string {
  const end = texts.at(-1) ?? ''
  return texts.length < 2 ? end : `${texts.slice(0, -1).join(', ')} ${last} ${end}`
}

const UNITS: readonly (readonly [milliseconds: number, name: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/** A duration in the largest unit that gives a whole number. */
export function durationText(milliseconds: number): string {
  const unit = UNITS.find(([size]) => milliseconds !== 0 && milliseconds % size === 0)
  if (unit === undefined) return milliseconds === 0 ? '0 s' : `${milliseconds} ms`
  return `${milliseconds / unit[0]} ${unit[1]}`
}
