/**
 * The two compared bundles, and what is known of both before anything is evaluated: what can differ, words, own origins, rules.
 *
 * @module
 */
export { type BundlePair, type BundleSide, bundleSide, isSame, ofBoth } from './bundle-pair.ts'
export { getOrCreate } from './get-or-create.ts'
export { type OwnOrigins, ownOrigins } from './own-origins.ts'
export { type ResourceRules, rulesOf, rulesWithout } from './resource-rules.ts'
export { type Scope, scopeOf } from './scope.ts'
export { type Vocabulary, vocabularyOf } from './vocabulary.ts'
