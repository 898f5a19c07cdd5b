/**
 * Names of resources and origin sets.
 *
 * @module
 */
export { nameFrom, nameFromPath, takeName } from './names.ts'
