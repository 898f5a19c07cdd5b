/**
 * Types of JSON values.
 *
 * @module
 */
import { LAST_INSTANT, readInstant } from '../instant.ts'

/** A JSON object whose members have not been checked. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Parses JSON; `undefined`, which no JSON text gives, where it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}

/** Whether a member is missing; `null` means the same. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

/** An instant as epoch milliseconds: RFC 3339, or an integer of epoch milliseconds that `Date` can hold. */
export function instantIn(value: unknown): number | undefined {
  if (typeof value === 'string') return readInstant(value)
  const isInstant = Number.isInteger(value) && Math.abs(value as number) <= LAST_INSTANT
  return isInstant ? (value as number) : undefined
}
