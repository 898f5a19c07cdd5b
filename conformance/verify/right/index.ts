/**
 * Right stacks, about which nothing must be reported.
 *
 * @module
 */
import type { Stack } from '../mistakes/index.ts'
import { RIGHT_ANSWERS } from './answers.ts'
import { DECISION_SERVICE } from './decision-service.ts'
import { SECURE_STACKS } from './secure.ts'
import { RIGHT_STACKS } from './stacks.ts'

export const RIGHT: readonly Stack[] = [
  ...RIGHT_ANSWERS,
  ...RIGHT_STACKS,
  ...SECURE_STACKS,
  DECISION_SERVICE,
]
