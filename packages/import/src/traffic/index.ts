/**
 * Drafts from observations of traffic.
 *
 * @module
 */
export { draftFromTraffic, type TrafficAnswers, type TrafficDraft } from './draft-from-traffic.ts'
export { grantableHeaders } from './grantable-headers.ts'
export type { Observation } from './observation.ts'
export { originNoise } from './origin-noise.ts'
export { pathTemplate } from './path-template.ts'
