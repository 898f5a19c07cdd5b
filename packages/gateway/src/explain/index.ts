/**
 * `POST /.well-known/marque/explain`: a page reads why its own origin was denied.
 *
 * @module
 */
export { explainEndpoint } from './explain-endpoint.ts'
