/**
 * Links: the form in the fragment of the URL.
 *
 * @module
 */
export { readFragment, writeFragment } from './fragment.ts'
