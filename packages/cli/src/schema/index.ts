/**
 * `marque schema`: the JSON Schema of the policy.
 *
 * @module
 */
export { addSchema } from './arguments.ts'
