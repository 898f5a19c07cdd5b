/**
 * The running demo: ports, sites, page server, policy files, and the gateway in front of the application.
 *
 * @module
 */
export { type Demo, startDemo, startDemoOnPorts } from './demo.ts'
export { choosePorts, freePorts } from './ports.ts'
