/**
 * The decision service: nginx, Envoy, Caddy and Traefik send a check for each request and enforce the response. Loaded when a service starts.
 *
 * @module
 */
export { type RunningDecisionService, runDecisionService } from './run-service.ts'
