/**
 * The policy or bundle that a command is given, read and compiled.
 *
 * @module
 */
export {
  type BundleOptions,
  readBundleOf,
  readSourceOf,
  type Source,
} from './read-policy-source.ts'
