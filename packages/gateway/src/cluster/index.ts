/**
 * A gateway of several processes: the primary process runs the admin server and replaces crashed workers, which serve requests.
 *
 * `worker-main.ts` is the program of a worker.
 *
 * @module
 */
export {
  type ProcessEnd,
  type ProcessesOptions,
  type RunningProcesses,
  runProcesses,
} from './run-processes.ts'
