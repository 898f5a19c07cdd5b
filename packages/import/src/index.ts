/**
 * Other people's documents read into a draft of a policy.
 *
 * @module
 */
export { type Comparison, compareApi } from './compare/compare.ts'
export type { Draft, DraftGrant, DraftMatch, DraftResource, DraftSet } from './draft/draft.ts'
export { type DraftAnswers, draftFromApi } from './draft/draft-from-api.ts'
export { writeDraft } from './draft/write-yaml.ts'
export { RULES, ruleOf } from './findings/registry.ts'
export type {
  Api,
  ApiOperation,
  ApiPlace,
  Login,
  MarkedGrant,
  MarkedSet,
  Marks,
} from './openapi/api.ts'
export { type ReadOpenApi, readOpenApi } from './openapi/read-open-api.ts'
export { type Updated, updatePolicy } from './update/update.ts'
