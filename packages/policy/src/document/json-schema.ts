/**
 * The JSON Schema of the policy document, for editors.
 *
 * @module
 */
import type { Json } from '@marque/core'
import { POLICY_FORM } from './form.ts'

/**
 * The schema, draft 2020-12, with a description for each key.
 *
 * It says what the shape of a document is; what its texts must look like, and what may stand together, is said by `check` alone.
 * Each call gives a copy of its own.
 */
export function jsonSchema(): { readonly [key: string]: Json } {
  return structuredClone(POLICY_FORM) as unknown as { readonly [key: string]: Json }
}
