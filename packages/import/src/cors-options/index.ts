/**
 * Options of CORS libraries, read from source code that is never run, and drafts from them.
 *
 * @module
 */
export type { CorsOptions } from './cors-options.ts'
export { type CorsAnswers, draftFromCors } from './draft-from-cors.ts'
export { type CorsLibrary, LIBRARIES } from './libraries.ts'
export { type ReadCorsOptions, readCorsOptions } from './read-cors-options.ts'
