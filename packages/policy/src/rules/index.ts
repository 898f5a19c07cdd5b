/**
 * The judgement of a model: what is unsafe (MQ-2xx), without effect or misleading (MQ-3xx), ungoverned (MQ-4xx).
 *
 * @module
 */
export {
  type AcknowledgedFinding,
  acknowledge,
  type Elsewhere,
  judgeUnused,
  judgeUnusedElsewhere,
} from './acknowledgements.ts'
export { judge } from './judge.ts'
export type { JudgeOptions } from './judgement.ts'
export { sharedSuffixOf } from './shared-hosting.ts'
