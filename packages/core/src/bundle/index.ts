/**
 * The bundle format: its types, the reader that refuses whatever a compiler would not write, canonical bytes and digest.
 *
 * @module
 */
export type {
  Bundle,
  BundleContext,
  Condition,
  Digest,
  FactSource,
  Grant,
  Match,
  OriginList,
  Resource,
  Sensitivity,
  Vector,
  VectorFile,
} from './bundle.ts'
export { type BundleProblem, isBundleProblem } from './bundle-problem.ts'
export { claimPointer, isTenantIdentified, nestedClaims, type ReadClaim } from './bundle-rules.ts'
export { isBundle } from './bytes.ts'
export { bundleBytes, canonicalJson } from './canonical.ts'
export { isTenantLabel, isTenantName, namesAnOrigin } from './forms.ts'
export { readBundle } from './read-bundle.ts'
export { BLOCK_BYTES, digestOf, sha256, sha256Hex } from './sha256.ts'
