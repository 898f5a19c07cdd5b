/**
 * The requests that are sent to every layer: made from a bundle, deterministic from a seed, the most telling first.
 *
 * @module
 */
export type { PlanOptions } from './plan-options.ts'
export { planProbes } from './plan-probes.ts'
export { hasPolicyHost } from './policy-host.ts'
export type { OriginRole, Probe, ProbeKind, ProbeOrigin, ProbePlan } from './probe.ts'
export { relatedOrigins } from './related-origins.ts'
