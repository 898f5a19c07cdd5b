/**
 * `marque decision-service`: decisions over HTTP and gRPC for other proxies.
 *
 * @module
 */
export { addDecisionService } from './arguments.ts'
