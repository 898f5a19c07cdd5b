/**
 * Drafts of policies: from an API description, and as YAML.
 *
 * @module
 */
export type { Draft, DraftGrant, DraftMatch, DraftResource, DraftSet } from './draft.ts'
export { type DraftAnswers, draftFromApi } from './draft-from-api.ts'
export { draftResources } from './draft-resources.ts'
export { resourceKeys, resourceLines, writeDraft } from './write-draft.ts'
