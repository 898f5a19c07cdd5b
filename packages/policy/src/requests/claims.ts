/**
 * Claims built from JSON Pointers (RFC 6901).
 *
 * @module
 */
import type { Json } from '@marque/core'

/** Claims that hold each value at its pointer; later pointers win. */
export function claimsAt(values: Iterable<readonly [pointer: string, value: Json]>): {
  readonly [name: string]: Json
} {
  const claims: { [name: string]: Json } = {}
  for (const [pointer, value] of values) {
    const keys = pointer.slice(1).split('/').map(unescapeKey)
    const last = keys.pop() ?? ''
    let at = claims
    for (const key of keys) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined
      const next: { [name: string]: Json } = isObject(inner) ? { ...inner } : {}
      define(at, key, next)
      at = next
    }
    define(at, last, value)
  }
  return claims
}

/** RFC 6901, 4. */
function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Assigning `__proto__` would set the prototype. */
function define(target: { [name: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
