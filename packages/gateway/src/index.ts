/**
 * The Marque gateway: a reverse proxy that enforces one CORS policy in front of an existing API, and the decision service for other proxies.
 *
 * Folders, from what only others use to what uses all others; imports go upwards in this list, through each folder's `index.ts`:
 *
 *     config            settings: file, schema, defaults
 *     policy-source     the policy: watched file (compiled in a child process), signed bundle, distribution URLs
 *     request           one request: facts, client address, ids, trace context, the exchange
 *     server            listening sockets: HTTP/1.1, HTTP/2, TLS; shutdown
 *     reply             responses of the gateway itself: decisions, problem documents
 *     auth              the identity of the sender: JWT, introspection, origin-bound tokens, certificates
 *     rate-limit        token buckets in memory or Redis
 *     observability     logs, metrics, traces
 *     evaluation        the decision for a request, with the sender's identity; re-evaluation of open streams
 *     upstream          routes, connection pools, upstream errors
 *     relay             forwarding: request and response headers, bodies, retries, decision statement
 *     websocket         WebSocket handshakes and tunnels
 *     explain           the explain endpoint for pages
 *     pipeline          composes the above: request -> decision -> identity -> rate limit -> upstream
 *     admin             the admin server for operators
 *     gateway           a gateway as a whole: start, shutdown
 *     decision-service  the same evaluation as a service: nginx, Envoy, Caddy, Traefik
 *     cluster           several processes
 *
 * @module
 */
export {
  type ProcessEnd,
  type ProcessesOptions,
  type RunningProcesses,
  runProcesses,
} from './cluster/index.ts'
export {
  type Address,
  DEFAULT_CONNECTIONS,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
  type DecisionServiceSettings,
  type ReadServiceSettings,
  type ReadSettings,
  readAddress,
  readServiceFile,
  readSettings,
  readSettingsFile,
  type Settings,
  type SettingsProblem,
} from './config/index.ts'
export { type RunningDecisionService, runDecisionService } from './decision-service/index.ts'
export {
  type Gateway,
  type GatewayDeps,
  type RunningGateway,
  type RunOptions,
  runGateway,
  startGateway,
} from './gateway/index.ts'
export { type LineSink, standardOutput } from './observability/index.ts'
