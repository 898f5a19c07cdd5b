/**
 * Policies and bundles for tests.
 *
 * @module
 */
export { type CompileOptions, compilePolicy } from './compile-policy.ts'
export { API_HOST, APP, EVIL, PARTNER, singleOriginPolicy } from './sample-policies.ts'
