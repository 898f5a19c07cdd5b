/**
 * The places that two policies distinguish: hosts and paths, and where they lead on each side.
 *
 * @module
 */
export { baseKey, type FindOptions, findGroups, type Groups } from './find-groups.ts'
export { ownOrigins, sendersOf } from './front-at.ts'
export type { Place, PlaceGroup, RequestShape, Senders, Spot, Where } from './place.ts'
export { placesOf } from './places-of.ts'
export { dependsOnTenant, RulesKeys } from './rules-key.ts'
export { type Vocabulary, vocabularyOf } from './vocabulary.ts'
