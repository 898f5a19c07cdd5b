/**
 * `marque gateway`: a reverse proxy that enforces the policy.
 *
 * @module
 */
export { addGateway } from './arguments.ts'
