/**
 * Stands in the page for the one function that the policy language calls of `tldts`: the same list in a third of the bytes.
 *
 * @module
 */
import { SUFFIXES } from '../data.ts'
import { findSuffix, type SuffixList } from './find-suffix.ts'
import { unpackSuffixes } from './packed-suffixes.ts'

let list: SuffixList | undefined

/** The public suffix of a host name, private section included. */
export function getPublicSuffix(host: string): string {
  list ??= {
    rules: unpackSuffixes(SUFFIXES.rules),
    exceptions: unpackSuffixes(SUFFIXES.exceptions),
  }
  return findSuffix(list, host)
}
