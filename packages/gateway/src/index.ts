/**
 * The Marque gateway: a reverse proxy that makes one CORS decision in front of what people already run.
 *
 * @module
 */
export { type Gateway, type Parts, startGateway } from './serve/gateway.ts'
export {
  type Address,
  DEFAULT_LIMITS,
  DEFAULT_TIMEOUTS,
  HIDDEN_HEADERS,
  type LimitSettings,
  type ListenSettings,
  type RouteSettings,
  type Settings,
  type UpstreamSettings,
} from './settings/settings.ts'
