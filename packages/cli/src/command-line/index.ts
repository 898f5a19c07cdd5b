/**
 * Options that commands share (`--env`, `--now`), and the version.
 *
 * @module
 */
export {
  DEFAULT_ENVIRONMENT,
  environmentOption,
  type JudgementFlags,
  nowOption,
} from './judgement-options.ts'
export { version } from './version.ts'
