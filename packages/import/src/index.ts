/**
 * OpenAPI descriptions, options of CORS libraries, recorded traffic and logs to drafts of policies; comparison of a policy with a description; updates of a policy to one.
 *
 * @module
 */
export {
  type Access,
  type AccessInput,
  coversPath,
  draftFromAccess,
  type PathSensitivity,
  trustProblem,
} from './access/index.ts'
export { RULES, ruleOf } from './catalogue/index.ts'
export { type Comparison, compareApi } from './compare/index.ts'
export {
  type CorsAnswers,
  type CorsLibrary,
  type CorsOptions,
  draftFromCors,
  LIBRARIES,
  type ReadCorsOptions,
  readCorsOptions,
} from './cors-options/index.ts'
export type { OpenFile } from './document/index.ts'
export {
  type Draft,
  type DraftAnswers,
  type DraftGrant,
  type DraftMatch,
  type DraftResource,
  type DraftSet,
  draftFromApi,
  writeDraft,
} from './draft/index.ts'
export { type ReadHar, readHar } from './har/index.ts'
export {
  draftFromLog,
  LOG_LINES,
  type LogDraft,
  LogEvidence,
  type LogQuestion,
} from './log-evidence/index.ts'
export { type CompiledFormat, compileFormat, type ReadLine } from './log-lines/index.ts'
export { type Merged, mergeApis, servedAt } from './merge/index.ts'
export {
  type Api,
  type ApiEndpoint,
  type ApiOperation,
  type Extension,
  type ExtensionGrant,
  type ExtensionSet,
  type Login,
  type ReadOpenApi,
  readOpenApi,
} from './openapi/index.ts'
export { DEVELOPMENT, isDevelopmentOrigin } from './origins/index.ts'
export {
  draftFromTraffic,
  type Observation,
  type TrafficAnswers,
  type TrafficDraft,
} from './traffic/index.ts'
export { type Updated, updatePolicy } from './update/index.ts'
