/**
 * Classes of senders that the grants of a route distinguish, with one origin for each.
 *
 * @module
 */
export { groupOrigins, type OriginGroups } from './origin-groups.ts'
export { type ReducedComparison, reduceComparison } from './reduce-pair.ts'
export {
  fitsText,
  type RulesPair,
  type SenderClass,
  senderClasses,
} from './sender-classes.ts'
export { type Sender, SenderRegistry } from './sender-registry.ts'
