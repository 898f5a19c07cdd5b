/**
 * One request evaluated by the policy, without knowledge of any framework.
 *
 * @module
 */
export type { DecisionEntry } from '@marque/core/telemetry'

export type { LogOption, LogSettings } from '../telemetry/index.ts'
export { createEnforcer, type Enforcer } from './enforcer.ts'
export { isInternalHeader } from './internal-headers.ts'
export type { DecisionEvent, ExplainOptions, MarqueOptions } from './options.ts'
export type { OwnResponse, Verdict } from './verdict.ts'
