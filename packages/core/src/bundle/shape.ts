/**
 * A small vocabulary for saying what a JSON value must look like, so that the format of a bundle reads like a schema.
 *
 * A {@link Shape} says the first thing wrong with a value, or `undefined`. Paths are built on the way out, so that a value that is
 * right costs no path: a list of a million origins is checked at the price of its elements.
 *
 * @module
 */
import { type BundleProblem, problem, quoted, within } from './bundle-problem.ts'
import { BUNDLE_LIMITS } from './limits.ts'

export type Shape = (value: unknown) => BundleProblem | undefined

type Fields = { readonly [key: string]: Shape }

/** An object with all of `required`, some of `optional`, and no other key. Checked in the order written. */
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
 * An object whose keys are names: each key satisfies `name` and each value `shape`.
 *
 * `__proto__` is no name: code that copies such an object key by key would set a prototype.
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

/** A list of `shape`. */
export function list(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('a list')
    for (let at = 0; at < value.length; at++) {
      const found = shape(value[at])
      if (found !== undefined) return within(at, found)
    }
    return undefined
  }
}

/** A list of texts that ascend by UTF-16 code units, which says that none stands twice. */
export function ascending(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('a list')
    let last: string | undefined
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at]
      if (typeof item !== 'string') return within(at, wrongType('text'))
      const found = shape(item)
      if (found !== undefined) return within(at, found)
      if (last !== undefined && last >= item) return within(at, outOfOrder(last, item))
      last = item
    }
    return undefined
  }
}

/** A `shape` that is a list with at least one element. */
export function filled(shape: Shape): Shape {
  return (value) =>
    Array.isArray(value) && value.length === 0
      ? problem('ERR_BUNDLE_VALUE', 'the list is empty')
      : shape(value)
}

/** A list of exactly these. */
export function tuple(...shapes: readonly Shape[]): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrongType('a list')
    if (value.length !== shapes.length) {
      return problem(
        'ERR_BUNDLE_VALUE',
        `the list has ${value.length} elements, not ${shapes.length}`,
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

/** One of these texts or numbers. */
export function oneOf(...allowed: readonly (string | number)[]): Shape {
  const named = allowed.length <= 6 ? allowed.join(', ') : 'the words allowed'
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return wrongType('text or a number')
    return allowed.includes(value)
      ? undefined
      : problem('ERR_BUNDLE_VALUE', `${quoted(String(value))} is none of ${named}`)
  }
}

/** `text` where it is text, and `other` where it is anything else. */
export function textOr(text: Shape, other: Shape): Shape {
  return (value) => (typeof value === 'string' ? text(value) : other(value))
}

/** Text that fits `fits`; `form` says in a message what it should have been. */
export function text(form: string, fits: (text: string) => boolean): Shape {
  return (value) => {
    if (typeof value !== 'string') return wrongType('text')
    return fits(value) ? undefined : problem('ERR_BUNDLE_VALUE', `${quoted(value)} is not ${form}`)
  }
}

export const anyText: Shape = text('text', () => true)

export const filledText: Shape = text('a text of at least one character', (value) => value !== '')

export const boolean: Shape = (value) =>
  typeof value === 'boolean' ? undefined : wrongType('true or false')

/** A whole number within both bounds. */
export function whole(least: number, most: number): Shape {
  return (value) => {
    if (typeof value !== 'number') return wrongType('a number')
    return Number.isSafeInteger(value) && value >= least && value <= most
      ? undefined
      : problem('ERR_BUNDLE_VALUE', `${value} is not a whole number from ${least} to ${most}`)
  }
}

/** Any JSON without the key `__proto__`. Depth is bounded before parsing. */
export const json: Shape = (value) => jsonProblem(value, 0)

function jsonProblem(value: unknown, depth: number): BundleProblem | undefined {
  if (depth > BUNDLE_LIMITS.depth) return problem('ERR_BUNDLE_TOO_DEEP', 'nested too deep')
  const inner: Shape = (member) => jsonProblem(member, depth + 1)
  if (Array.isArray(value)) return list(inner)(value)
  return isObject(value) ? record(anyText, inner)(value) : undefined
}

/** What is wrong with `next` after `last` in a list that must ascend. */
export function outOfOrder(last: string, next: string): BundleProblem {
  return last === next
    ? problem('ERR_BUNDLE_DUPLICATE', `${quoted(next)} stands twice`)
    : problem('ERR_BUNDLE_ORDER', `${quoted(next)} stands after ${quoted(last)}`)
}

function prototypeKey(): BundleProblem {
  return problem('ERR_BUNDLE_UNKNOWN_KEY', '`__proto__` cannot be a name')
}

function wrongType(expected: string): BundleProblem {
  return problem('ERR_BUNDLE_TYPE', `${expected} is expected`)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
