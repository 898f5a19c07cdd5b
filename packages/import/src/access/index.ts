/**
 * Drafts from what origins do with an API, or may do.
 *
 * @module
 */
export type { Access, AccessInput, PathSensitivity } from './access.ts'
export { draftFromAccess } from './draft-from-access.ts'
export { coversPath } from './path-cover.ts'
export { grantProblem, trustProblem } from './trust-problem.ts'
