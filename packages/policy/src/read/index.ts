/**
 * The values of a document: origins, paths, headers, durations, dates and names, parsed and checked one by one into a model.
 *
 * @module
 */

export type {
  Model,
  ModelAcknowledgement,
  ModelException,
  ModelGrant,
  ModelMatch,
  ModelOrigin,
  ModelPermission,
  ModelRequest,
  ModelResource,
  ModelSelfEntry,
  ModelSet,
} from './model.ts'
export { checkName, isName } from './names.ts'
export { readModel } from './read-model.ts'
export {
  asList,
  asMapping,
  asText,
  asWord,
  below,
  isMapping,
  type Mapping,
  type Reader,
  report,
} from './reader.ts'
export { selfOf } from './sets.ts'
export { isOriginText } from './spelling.ts'
export { readInstant } from './times.ts'
