/**
 * The schema as data: what {@link checkShape} walks along.
 *
 * It is written by `packages/policy/reference/write.ts` from the zod schema, so that checking a policy loads no validation library:
 * that would be a third of the time of `marque check`.
 *
 * @module
 */
import type { Json } from '@marque/core'
import written from './policy-1.json' with { type: 'json' }

export type Kind = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

/** The part of JSON Schema that the zod schema of the policy comes to. */
export interface Form {
  /** Several where a scalar may be of either kind: durations. */
  readonly type?: Kind | readonly Kind[]
  /** Of a mapping with known keys. */
  readonly properties?: { readonly [key: string]: Form }
  readonly required?: readonly string[]
  /** The values of a mapping with free keys; `false` where only {@link properties} may stand. */
  readonly additionalProperties?: Form | false
  readonly items?: Form
  readonly minItems?: number
  readonly minimum?: number
  readonly enum?: readonly string[]
  readonly const?: number
  readonly anyOf?: readonly Form[]
  /** Any JSON: the values of claims. */
  readonly $ref?: string
}

/** The form of the whole document. */
export const POLICY_FORM: Form = written as unknown as Form

/** The expected value in words: `a string`, `a list of strings`, `` `true` or `false` ``. */
export function describeForm(form: Form): string {
  if (form.enum !== undefined) return `one of ${listWords(form.enum)}`
  if (form.anyOf !== undefined) return form.anyOf.map(describeForm).join(' or ')
  if (typeof form.type === 'object') return 'a duration (seconds, or `30s`, `10m`, `2h`, `1d`)'
  switch (form.type) {
    case 'string':
      return 'a string'
    case 'boolean':
      return '`true` or `false`'
    case 'array':
      return form.items?.type === 'string' ? 'a list of strings' : 'a list'
    case 'object':
      return 'a mapping'
    case 'null':
      return '`null`'
    default:
      return 'a whole number'
  }
}

/** Words in backticks, with commas between. */
export function listWords(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

/**
 * The schema, draft 2020-12, with a description for each key.
 *
 * It describes the shape of a document only. The form of strings, and which keys may be combined, is checked by `check`.
 * Each call gives a new copy.
 */
export function jsonSchema(): { readonly [key: string]: Json } {
  return structuredClone(POLICY_FORM) as unknown as { readonly [key: string]: Json }
}
