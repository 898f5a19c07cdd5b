/**
 * Paths of requests as path patterns: identifiers become `{id}`.
 *
 * @module
 */
import { readPathPattern } from '@marque/core'

/** Segments that name one thing of many, or could be a secret: numbers, UUIDs, hashes, dates, addresses, tokens, long texts. */
const IDENTIFIERS: readonly RegExp[] = [
  /^\d+$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{6,}$/i,
  /^\d{4}-\d{2}(-\d{2})?/,
  /@|%/,
  // Telephone numbers and the like: at least six digits, with separators.
  /^(?=(?:\D*\d){6})[+(]?\d[\d().-]*$/,
  /^[A-Za-z]{1,10}[-_]?\d{2,}/,
  /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{10,}$/,
  /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{14,}$/,
  /.{25,}/,
]

/** Version numbers, which look like identifiers: `v1`, `v2.1`. */
const VERSION = /^v\d{1,3}(\.\d{1,3})*$/i

/**
 * The pattern of a path.
 *
 * @returns `undefined` where layers may read the path in more than one way: empty and dot segments.
 *
 * @example
 * ```ts
 * pathTemplate('/v1/orders/1234/items/98') // '/v1/orders/{id}/items/{id2}'
 * ```
 */
export function pathTemplate(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined
  const parts = path.replace(/\/$/, '').slice(1).split('/')
  if (path === '/') return '/'
  let identifiers = 0
  const segments = parts.map((part) => {
    if (!isIdentifier(part) && (part === '' || readPathPattern(`/${part}`) !== undefined))
      return part
    identifiers++
    return identifiers === 1 ? '{id}' : `{id${identifiers}}`
  })
  const isPlain = parts.every((part) => part !== '' && !/^(?:\.|%2e){1,2}$/i.test(part))
  const template = `/${segments.join('/')}`
  return isPlain && readPathPattern(template) !== undefined ? template : undefined
}

function isIdentifier(segment: string): boolean {
  return !VERSION.test(segment) && IDENTIFIERS.some((pattern) => pattern.test(segment))
}
