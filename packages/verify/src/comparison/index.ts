/**
 * Holds each answer against the decision of the policy.
 *
 * @module
 */
export type { Facet, Observation } from './observation.ts'
