/**
 * Canonical JSON (RFC 8785, JCS): one value has one text, so that a bundle can be named by the hash of its bytes.
 *
 * ECMAScript's own serialisation of strings and numbers is the one that RFC 8785 prescribes (3.2.2); what is left to do is to sort
 * the keys by UTF-16 code units (3.2.3) and to refuse what has no canonical form.
 *
 * @module
 */
import type { Bundle } from './bundle.ts'
import { BUNDLE_LIMITS } from './limits.ts'

/**
 * The canonical text of a JSON value.
 *
 * Linear in the size of the value when its keys are sorted already, never throws. Members whose value is `undefined` are left out,
 * as in `JSON.stringify`.
 *
 * @returns `undefined` when there is no such text: a string or key with half of a surrogate pair (RFC 8785, 3.2.2.2), a number that is not finite, something
 *   that is no JSON, or nesting deeper than `BUNDLE_LIMITS.depth` (which a cycle is too).
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
 * @throws {TypeError} The object holds what its type does not allow and JSON cannot say, as half of a surrogate pair. A compiler that checks its
 *   input for well-formed text never meets this.
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
  // Lists of a million origins are what bundles are made of: one native call for the whole list is several times faster. Half of a
  // surrogate pair, which has no canonical form, would stand in its result as an escape.
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
  // Added up and not joined: each join would copy the lists within once more for every level around them.
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
