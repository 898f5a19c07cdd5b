/**
 * The policy of a layer: a watched file that is compiled in a child process, a signed bundle, or URLs that distribute signed bundles.
 *
 * `compiler-main.ts` is the program of that child process.
 *
 * @module
 */
export { type GatewayPolicy, openPolicy } from './open-policy.ts'
