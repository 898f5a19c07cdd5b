/**
 * Stacks with one mistake each, and the finding that names it.
 *
 * @module
 */
import { ANSWER_MISTAKES } from './answers.ts'
import { CONNECTION_MISTAKES } from './connections.ts'
import { ENFORCEMENT_MISTAKES } from './enforcement.ts'
import { HELD_OUT_MISTAKES } from './held-out.ts'
import { LIBRARY_MISTAKES } from './libraries.ts'
import type { Mistake } from './mistake.ts'
import { ORIGIN_MISTAKES } from './origins.ts'
import { PREFLIGHT_MISTAKES } from './preflights.ts'

export {
  alone,
  apacheTo,
  behind,
  type InputChange,
  type Mistake,
  nginxTo,
  type Program,
  type Stack,
  type StackLayer,
} from './mistake.ts'

export const MISTAKES: readonly Mistake[] = [
  ...CONNECTION_MISTAKES,
  ...ORIGIN_MISTAKES,
  ...PREFLIGHT_MISTAKES,
  ...ANSWER_MISTAKES,
  ...ENFORCEMENT_MISTAKES,
  ...LIBRARY_MISTAKES,
  ...HELD_OUT_MISTAKES,
]
