/**
 * What the tests do that other tools need.
 *
 * @module
 */
export { rewriteDocuments } from './documents.ts'
