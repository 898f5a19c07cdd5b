/**
 * Settings: read from a file (YAML or JSON), validated, completed with defaults. The schema and the YAML reader are loaded when a file is read.
 *
 * @module
 */
export { readAddress } from './common-settings.ts'
export { SHARED_STORE_REQUIRED } from './cross-field-rules.ts'
export {
  DEFAULT_CONNECTIONS,
  DEFAULT_LOG,
  DEFAULT_STALL,
  DEFAULT_TIMEOUTS,
  DEFAULTS,
} from './defaults.ts'
export type { SettingsProblem } from './parse-file.ts'
export { readSecretKey } from './read-secret-key.ts'
export { type ReadServiceSettings, readServiceFile } from './read-service-settings.ts'
export { type ReadSettings, readSettings, readSettingsFile } from './read-settings.ts'
export type {
  Address,
  DecisionServiceSettings,
  IssuerSettings,
  LimitSettings,
  ListenSettings,
  LogSettings,
  RateLimitSettings,
  RouteSettings,
  Settings,
  UpstreamSettings,
} from './settings.ts'
