/**
 * Gateways under test: in this process with a policy that the test replaces, over a policy file, and as the command in a process of its own.
 *
 * @module
 */
export {
  type GatewayCommand,
  type GatewayCommandOptions,
  type PolicyCommand,
  startConfiguredCommand,
  startGatewayCommand,
  startPolicyCommand,
} from './gateway-command.ts'
export {
  type ClientResponse,
  GATEWAY_POLICY,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
} from './gateway-fixture.ts'
export { gatewaySettings } from './gateway-settings.ts'
export { type LoginGateway, startLoginGateway } from './login-gateway.ts'
export { type ReplaceablePolicySource, replaceablePolicy } from './replaceable-policy.ts'
export {
  RESOURCE_KINDS_POLICY,
  startTestGateway,
  type TestGateway,
  type TestGatewayOptions,
} from './test-gateway.ts'
