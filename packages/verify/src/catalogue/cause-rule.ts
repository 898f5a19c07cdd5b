/**
 * A rule before it has the code of its cause.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import type { Cause } from '../report/index.ts'

export type CauseRule = Omit<FindingRule, 'code'>

export type CauseRules<Causes extends Cause> = Readonly<Record<Causes, CauseRule>>
