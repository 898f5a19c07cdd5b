/**
 * The gateway: starts a pipeline from settings, with its listeners and its admin server. What serves requests is loaded when a gateway starts.
 *
 * @module
 */
export {
  type Gateway,
  type GatewayDeps,
  type RunningGateway,
  type RunOptions,
  runGateway,
  startGateway,
} from './run-gateway.ts'
