/**
 * The Marque gateway: a reverse proxy that makes one CORS decision in front of what people already run.
 *
 * @module
 */
export type {
  DecisionServiceSettings,
  RunningDecisionService,
} from './decision-service/service.ts'
export type { LineSink } from './observe/log/line-sink.ts'
export { standardOutput } from './observe/log/standard-output.ts'
export {
  type ProcessEnd,
  type ProcessesOptions,
  type RunningProcesses,
  runProcesses,
} from './processes/run-processes.ts'
export type { Gateway, Parts } from './serve/gateway.ts'
export { type RunningGateway, type RunOptions, runGateway } from './serve/run.ts'
export { readAddress } from './settings/address.ts'
export { DEFAULT_CONNECTIONS, DEFAULT_TIMEOUTS, DEFAULTS } from './settings/defaults.ts'
export type { SettingsProblem } from './settings/parse-file.ts'
export { type ReadServiceSettings, readServiceFile } from './settings/read-service.ts'
export { type ReadSettings, readSettings, readSettingsFile } from './settings/read-settings.ts'
export type { Address, Settings } from './settings/settings.ts'
export { runDecisionService, startGateway } from './start.ts'
