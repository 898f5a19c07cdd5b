/**
 * Programs that tests start and stop: ports, folders, processes, and waiting for a condition.
 *
 * @module
 */

export { machineClock } from './machine-clock.ts'
export { type CommandOutcome, MARQUE, marque, startMarque } from './marque-command.ts'
export { freePort, freePorts } from './ports.ts'
export {
  childrenOf,
  descendantsOf,
  endGroup,
  killGroup,
  killProcess,
  startGroup,
  watchGroup,
} from './process-groups.ts'
export { type RunningProgram, startProgram } from './start-program.ts'
export { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'
export { pause, type WaitOptions, waitUntil } from './wait-until.ts'
