/**
 * Canonical JSON (RFC 8785, JCS): a value has one serialization, so that the hash of its bytes identifies a bundle.
 *
 * RFC 8785 prescribes ECMAScript's serialization of strings and numbers (3.2.2); here keys are sorted by UTF-16 code units (3.2.3), and values
 * without a canonical form are refused.
 *
 * @module
 */
import type { Bundle } from './bundle.ts'
import { BUNDLE_LIMITS } from './bytes.ts'

/**
 * The canonical serialization of a JSON value.
 *
 * Linear in the size of the value when its keys are already sorted; never throws. Members whose value is `undefined` are omitted, as in
 * `JSON.stringify`.
 *
 * @returns `undefined` for a value without one: a lone surrogate in a string or key (RFC 8785, 3.2.2.2), a number that is not finite, a value that is
 *   not JSON, or nesting deeper than `BUNDLE_LIMITS.depth` (a cycle, for example).
 *
 * @example
 * ```ts
 * canonicalJson({ b: [1e2, '€'], a: null }) // '{"a":null,"b":[100,"€"]}'
 * ```
 */
export function canonicalJson(value: unknown): string | undefined {
  return write(value, 0)
}

/**
 * The bytes of a bundle: its canonical JSON as UTF-8. `readBundle` reads them back to an equal bundle.
 *
 * @throws {TypeError} A value has no canonical form, such as a lone surrogate. Does not happen where the input was checked for well-formed strings.
 */
export function bundleBytes(bundle: Bundle): Uint8Array {
  const text = canonicalJson(bundle)
  if (text === undefined) throw new TypeError('the bundle has no canonical form')
  return new TextEncoder().encode(text)
}

function write(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : undefined
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth === BUNDLE_LIMITS.depth) return undefined
      return Array.isArray(value)
        ? writeArray(value, depth + 1)
        : writeObject(value as Readonly<Record<string, unknown>>, depth + 1)
    default:
      return undefined
  }
}

function writeArray(items: readonly unknown[], depth: number): string | undefined {
  // Bundles have lists of up to a million origins: one native call for the whole list is several times faster. It writes a lone surrogate, which has no
  // canonical form, as an escape.
  if (items.every(isString)) {
    const text = JSON.stringify(items)
    if (!text.includes('\\ud') || items.every(isWellFormedString)) return text
  }
  const parts: string[] = []
  for (const item of items) {
    const part = write(item, depth)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return `[${parts.join(',')}]`
}

function isString(item: unknown): item is string {
  return typeof item === 'string'
}

function isWellFormedString(item: unknown): boolean {
  return typeof item === 'string' && item.isWellFormed()
}

function writeObject(
  members: Readonly<Record<string, unknown>>,
  depth: number,
): string | undefined {
  // Concatenated instead of joined: a join would copy nested lists once for every level.
  let text = '{'
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member === undefined) continue
    const part = write(member, depth)
    if (part === undefined || !key.isWellFormed()) return undefined
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${part}`
  }
  return `${text}}`
}
