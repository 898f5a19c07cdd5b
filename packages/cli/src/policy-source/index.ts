/**
 * The policy or bundle that a command is given, read and compiled.
 *
 * @module
 */
export {
  type BundleOptions,
  type PolicySource,
  readBundleOf,
  readSourceOf,
} from './read-policy-source.ts'
