/**
 * Reading of OpenAPI descriptions for `init` and `check`, with the files that they refer to.
 *
 * @module
 */
export { type Description, readDescription, reportsOf } from './read-description.ts'
