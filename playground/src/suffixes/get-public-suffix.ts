/**
 * Replaces the one function of `tldts` that @marque/policy uses, with the same list in a third of the size.
 *
 * @module
 */
import { SUFFIXES } from '../data.ts'
import { findSuffix, type SuffixList } from './find-suffix.ts'
import { unpackSuffixes } from './packed-suffixes.ts'

let list: SuffixList | undefined

/** The public suffix of a host name, including the private section. */
export function getPublicSuffix(host: string): string {
  list ??= {
    rules: unpackSuffixes(SUFFIXES.rules),
    exceptions: unpackSuffixes(SUFFIXES.exceptions),
  }
  return findSuffix(list, host)
}
