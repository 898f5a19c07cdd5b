/**
 * Policies and bundles for tests.
 *
 * @module
 */

export { APP, EVIL, PARTNER } from '../bundles/index.ts'
export { type CompileOptions, compilePolicy } from './compile-policy.ts'
export { API_HOST, singleOriginPolicy } from './sample-policies.ts'
