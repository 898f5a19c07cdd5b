/**
 * Header fields and methods: their names, their values, and the fields of a request that decisions read.
 *
 * @module
 */
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
  isDocumentNavigation,
  isFromOtherOrigin,
  isFromSameOrigin,
  linesOf,
  type RequestFields,
  readFields,
  trimSpace,
} from './request-fields.ts'
export {
  buildNameSet,
  checkNames,
  type NameSet,
  REQUESTED_NAMES_LIMITS,
} from './requested-names.ts'
