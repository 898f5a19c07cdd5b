/**
 * A gateway under test.
 *
 * @module
 */
export { gatewaySettings } from './gateway-settings.ts'
