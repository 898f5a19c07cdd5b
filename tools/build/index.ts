/**
 * The build, for the tools that test the published packages.
 *
 * @module
 */
export { type Built, build } from './build.ts'
