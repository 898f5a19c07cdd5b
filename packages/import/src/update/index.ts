/**
 * Updates of a policy to an API description, as edits of its text.
 *
 * @module
 */
export { type Updated, updatePolicy } from './update-policy.ts'
