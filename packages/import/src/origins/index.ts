/**
 * Kinds of origins.
 *
 * @module
 */
export { DEVELOPMENT, isDevelopmentOrigin } from './development-origin.ts'
