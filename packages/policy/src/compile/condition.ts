/**
 * Conditions as the bundle holds them: sorted lists, and the age of a login that the policy allows for the sensitivity.
 *
 * @module
 */
import type { Condition, Json } from '@marque/core'
import { compareText, sortedUnique } from './sorted.ts'

/**
 * Compiles a condition.
 *
 * @param lifetime The `limits.credentialLifetime` that applies to the grant, milliseconds; the smaller of it and the condition's own
 *   `authenticatedWithin` holds.
 * @returns Null where nothing must hold.
 */
export function conditionOf(
  when: Condition | null,
  lifetime: number | undefined,
): Condition | null {
  const within = smaller(when?.authenticatedWithin, lifetime)
  const condition: Condition = {
    ...(when?.apiVersion !== undefined && { apiVersion: sortedUnique(when.apiVersion) }),
    ...(when?.roles !== undefined && { roles: sortedUnique(when.roles) }),
    ...(when?.scopes !== undefined && { scopes: sortedUnique(when.scopes) }),
    ...(within !== undefined && { authenticatedWithin: within }),
    ...(when?.claims !== undefined && { claims: claimsOf(when.claims) }),
  }
  return Object.keys(condition).length === 0 ? null : condition
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

function claimsOf(claims: { readonly [pointer: string]: Json }): {
  readonly [pointer: string]: Json
} {
  return Object.fromEntries(
    Object.entries(claims).map(([pointer, value]) => [
      pointer,
      Array.isArray(value) ? choices(value) : value,
    ]),
  )
}

/** A list is a choice of values: its order says nothing, so it must not change the bundle. */
function choices(values: readonly Json[]): readonly Json[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value, sortKeys), value]))
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value)
}

/** For `JSON.stringify`: the same text for the same value, however its keys are ordered. */
function sortKeys(_key: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
}
