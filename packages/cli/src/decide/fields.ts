/**
 * JSON values of unknown kind, told apart.
 *
 * @module
 */

/** A JSON object whose members are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a JSON value is an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a JSON value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}

/** Whether a member is not there; `null` says the same. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}
