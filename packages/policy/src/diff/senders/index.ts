/**
 * Classes of senders that the grants of a route distinguish, with one origin for each.
 *
 * @module
 */
export { groupOrigins, type OriginGroups } from './origin-groups.ts'
export { type Docket, docketFor } from './reduce-pair.ts'
export {
  classesIn,
  fitsText,
  type RulesPair,
  type SenderClass,
  withoutGuests,
} from './sender-classes.ts'
export { type Sender, Senders } from './sender-registry.ts'
