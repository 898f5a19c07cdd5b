/**
 * Runs of `marque verify` of any size, made up.
 *
 * @module
 */
export { generateVerification } from './generate-verification.ts'
