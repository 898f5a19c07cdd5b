/**
 * The shape of a document: known keys, kinds of values, required keys; and its JSON Schema.
 *
 * @module
 */
export { describeForm, type Form, jsonSchema, POLICY_FORM } from './form.ts'
export { checkShape, type DocumentKind } from './shape.ts'
