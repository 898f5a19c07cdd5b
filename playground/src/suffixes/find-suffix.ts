/**
 * Finds the public suffix of a host.
 *
 * @module
 */
import type { SuffixNode } from './packed-suffixes.ts'

/** Rules, and exceptions to wildcards, such as `!www.ck`. */
export interface SuffixList {
  readonly rules: SuffixNode
  readonly exceptions: SuffixNode
}

/**
 * The public suffix of a host name, by the algorithm of publicsuffix.org over both sections of the list.
 *
 * @param host DNS name in lower case; not an IP address.
 *
 * @example
 * ```ts
 * findSuffix(list, 'shop.example.co.uk') // 'co.uk'
 * ```
 */
export function findSuffix(list: SuffixList, host: string): string {
  const labels = host.split('.')
  const exception = depthOf(list.exceptions, labels)
  // With the rule `!www.ck` the suffix of `www.ck` is `ck`.
  const depth = exception > 0 ? exception - 1 : depthOf(list.rules, labels)
  // A top-level domain without a rule is a suffix (rule `*`).
  return labels.slice(-Math.max(depth, 1)).join('.')
}

/** Number of labels of the longest suffix; 0 if there is none. */
function depthOf(root: SuffixNode, labels: readonly string[]): number {
  let node = root
  let found = 0
  for (let depth = 1; depth <= labels.length; depth++) {
    const label = labels[labels.length - depth] ?? ''
    const next = node.children.get(label) ?? (label === '' ? undefined : node.children.get('*'))
    if (next === undefined) break
    node = next
    if (node.isSuffix) found = depth
  }
  return found
}
