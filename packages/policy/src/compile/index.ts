/**
 * From a model without errors to the bundle of one environment.
 *
 * @module
 */
export { compileModel } from './write-bundle.ts'
