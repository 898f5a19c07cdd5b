/**
 * The build, for the tools that test what is published.
 *
 * @module
 */
export { type Built, build } from './build.ts'
