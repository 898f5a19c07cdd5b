/**
 * Header fields and methods: their names, their values, and the fields of a request that decisions read.
 *
 * @module
 */
export {
  isDocumentNavigation,
  isFromOtherOrigin,
  isFromSameOrigin,
} from './fetch-metadata.ts'
export { isEventStream, trimSpace } from './field-value.ts'
export {
  coversMethod,
  isCorsHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  normalizeMethod,
  POLICY_RESPONSE_HEADERS,
  unsafeValueFor,
} from './names.ts'
export {
  headerLines,
  holdsToken,
  linesOf,
  type RequestFields,
  readFields,
} from './request-fields.ts'
export {
  buildNameSet,
  checkNames,
  type NameSet,
  REQUESTED_NAMES_LIMITS,
} from './requested-names.ts'
