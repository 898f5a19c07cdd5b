/**
 * Values that can be read from source code without running it.
 *
 * @module
 */

/** A value with the offset of its text. */
export type StaticValue =
  | { readonly kind: 'text'; readonly offset: number; readonly text: string }
  | { readonly kind: 'number'; readonly offset: number; readonly number: number }
  | { readonly kind: 'boolean'; readonly offset: number; readonly value: boolean }
  /** `null` or `undefined`. */
  | { readonly kind: 'nothing'; readonly offset: number; readonly isNull: boolean }
  | {
      readonly kind: 'regexp'
      readonly offset: number
      readonly source: string
      readonly flags: string
    }
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly StaticValue[] }
  | { readonly kind: 'object'; readonly offset: number; readonly object: StaticObject }
  | DynamicValue

/** A value that only running the code can tell. */
export interface DynamicValue {
  readonly kind: 'dynamic'
  readonly offset: number
  /** Why, for a message: `a function`, `the variable x`. */
  readonly what: string
}

/** The keys of an object literal. */
export interface StaticObject {
  readonly entries: ReadonlyMap<string, { readonly value: StaticValue; readonly offset: number }>
  /** A spread of unknown keys: every key that is not among the entries may come from it. */
  readonly unknown: DynamicValue | null
}

/** Whether the value counts as true in a condition; `undefined` if that is not known. */
export function isTruthy(value: StaticValue): boolean | undefined {
  switch (value.kind) {
    case 'text':
      return value.text !== ''
    case 'number':
      return value.number !== 0 && !Number.isNaN(value.number)
    case 'boolean':
      return value.value
    case 'nothing':
      return false
    case 'dynamic':
      return undefined
    default:
      return true
  }
}
