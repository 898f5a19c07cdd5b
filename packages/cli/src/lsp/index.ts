/**
 * `marque lsp`: the language server.
 *
 * @module
 */
export { addLsp } from './arguments.ts'
