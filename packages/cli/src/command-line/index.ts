/**
 * What the commands' options share: `--env`, `--now`, the version.
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
