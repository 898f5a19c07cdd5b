/**
 * Shared by `gateway` and `decision-service`: settings files, start, policy events, signals.
 *
 * @module
 */

export {
  exitAfter,
  type PolicyReporter,
  policyReporter,
  startServer,
  untilStopped,
} from './lifecycle.ts'
export { addressOption, readSettings } from './settings-file.ts'
