/**
 * Combinators for the shapes of JSON values, so that the format of a bundle reads like a schema.
 *
 * A {@link Shape} returns the first problem of a value, or `undefined`. The path of a problem is built on return, so that valid values cost no paths: an
 * array of a million origins takes as long as its elements.
 *
 * @module
 */
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { BUNDLE_LIMITS } from './bytes.ts'

/** A check of a JSON value. */
export type Shape = (value: unknown) => BundleProblem | undefined

type Fields = { readonly [key: string]: Shape }

/** An object with all keys of `required`, any of `optional`, and no others; checked in that order. */
export function object(required: Fields, optional: Fields = {}): Shape {
  const fields = new Map([...Object.entries(required), ...Object.entries(optional)])
  const needed = Object.keys(required)
  return (value) => {
    if (!isObject(value)) return wrongType('an object')
    for (const key of Object.keys(value)) {
      if (!fields.has(key))
        return within(key, problem('ERR_BUNDLE_UNKNOWN_KEY', `unknown key ${quoted(key)}`))
    }
    for (const key of needed) {
      if (!Object.hasOwn(value, key)) {
        return within(key, problem('ERR_BUNDLE_MISSING_KEY', `${quoted(key)} is missing`))
      }
    }
    for (const [key, shape] of fields) {
      const found = Object.hasOwn(value, key) ? shape(value[key]) : undefined
      if (found !== undefined) return within(key, found)
    }
    return undefined
  }
}

/**
 * A map: each key satisfies `name` and each value `shape`.
 *
 * `__proto__` is not allowed as a key: code that copies such an object key by key would set a prototype.
 */
export function record(name: Shape, shape: Shape): Shape {
  return (value) => {
    if (!isObject(value)) return wrongType('an object')
    for (const key of Object.keys(value)) {
      const found = (key === '__proto__' ? prototypeKey() : name(key)) ?? shape(value[key])
      if (found !== undefined) return within(key, found)
    }
    return undefined
  }
}

/** An array of `shape`. */
export function list(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('an array')
    for (let at = 0; at < value.length; at++) {
      const found = shape(value[at])
      if (found !== undefined) return within(at, found)
    }
    return undefined
  }
}

/** An array of strings, sorted by UTF-16 code units and without duplicates. */
export function ascending(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('an array')
    let last: string | undefined
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at]
      if (typeof item !== 'string') return within(at, wrongType('a string'))
      const found = shape(item)
      if (found !== undefined) return within(at, found)
      if (last !== undefined && last >= item) return within(at, outOfOrder(last, item))
      last = item
    }
    return undefined
  }
}

/** An array of that shape with at least one element. */
export function filled(shape: Shape): Shape {
  return (value) =>
    Array.isArray(value) && value.length === 0
      ? problem('ERR_BUNDLE_VALUE', 'the array is empty')
      : shape(value)
}

/** An array of exactly these elements. */
export function tuple(...shapes: readonly Shape[]): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('an array')
    if (value.length !== shapes.length) {
      return problem(
        'ERR_BUNDLE_VALUE',
        `the array has ${value.length} elements, not ${shapes.length}`,
      )
    }
    for (const [at, shape] of shapes.entries()) {
      const found = shape(value[at])
      if (found !== undefined) return within(at, found)
    }
    return undefined
  }
}

/** Null, or `shape`. */
export function nullable(shape: Shape): Shape {
  return (value) => (value === null ? undefined : shape(value))
}

/** One of these strings or numbers. */
export function oneOf(...allowed: readonly (string | number)[]): Shape {
  const named = allowed.length <= 6 ? allowed.join(', ') : 'the allowed values'
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number')
      return wrongType('a string or a number')
    return allowed.includes(value)
      ? undefined
      : problem('ERR_BUNDLE_VALUE', `${quoted(String(value))} is not one of ${named}`)
  }
}

/** `text` for a string, `other` for any other value. */
export function textOr(text: Shape, other: Shape): Shape {
  return (value) => (typeof value === 'string' ? text(value) : other(value))
}

/** A string that satisfies `fits`; `form` describes it in messages. */
export function text(form: string, fits: (text: string) => boolean): Shape {
  return (value) => {
    if (typeof value !== 'string') return wrongType('a string')
    return fits(value) ? undefined : problem('ERR_BUNDLE_VALUE', `${quoted(value)} is not ${form}`)
  }
}

export const anyText: Shape = text('a string', () => true)

export const filledText: Shape = text('a non-empty string', (value) => value !== '')

export const boolean: Shape = (value) =>
  typeof value === 'boolean' ? undefined : wrongType('true or false')

/** An integer within both bounds. */
export function whole(least: number, most: number): Shape {
  return (value) => {
    if (typeof value !== 'number') return wrongType('a number')
    return Number.isSafeInteger(value) && value >= least && value <= most
      ? undefined
      : problem('ERR_BUNDLE_VALUE', `${value} is not an integer from ${least} to ${most}`)
  }
}

/** Any JSON without the key `__proto__`. Depth is bounded before parsing. */
export const json: Shape = (value) => jsonProblem(value, 0)

function jsonProblem(value: unknown, depth: number): BundleProblem | undefined {
  if (depth > BUNDLE_LIMITS.depth) return problem('ERR_BUNDLE_TOO_DEEP', 'nested too deeply')
  const inner: Shape = (member) => jsonProblem(member, depth + 1)
  if (Array.isArray(value)) return list(inner)(value)
  return isObject(value) ? record(anyText, inner)(value) : undefined
}

/** The problem of `next` after `last` in a sorted array. */
export function outOfOrder(last: string, next: string): BundleProblem {
  return last === next
    ? problem('ERR_BUNDLE_DUPLICATE', `duplicate ${quoted(next)}`)
    : problem('ERR_BUNDLE_ORDER', `${quoted(next)} must come before ${quoted(last)}`)
}

function prototypeKey(): BundleProblem {
  return problem('ERR_BUNDLE_UNKNOWN_KEY', '`__proto__` is not allowed as a key')
}

function wrongType(expected: string): BundleProblem {
  return problem('ERR_BUNDLE_TYPE', `expected ${expected}`)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
