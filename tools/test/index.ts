/**
 * Rewrites documents, for `npm run fix`.
 *
 * @module
 */
export { rewriteDocuments } from './documents.ts'
export { rewriteReadmes } from './readmes.ts'
