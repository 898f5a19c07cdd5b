/**
 * The shape of a document: known keys, kinds of values, required parts; and the JSON Schema that says so.
 *
 * @module
 */
export { describeForm, type Form, jsonSchema, POLICY_FORM } from './form.ts'
export { checkShape, type DocumentKind } from './shape.ts'
