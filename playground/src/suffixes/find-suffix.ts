/**
 * Which part of a host is a public suffix.
 *
 * @module
 */
import type { SuffixNode } from './packed-suffixes.ts'

/** The list: its rules, and the exceptions to its wildcards, such as `!www.ck`. */
export interface SuffixList {
  readonly rules: SuffixNode
  readonly exceptions: SuffixNode
}

/**
 * The public suffix of a host name, by the algorithm of publicsuffix.org over both sections of the list.
 *
 * @param host Lower case, of the DNS; not an address.
 *
 * @example
 * ```ts
 * findSuffix(list, 'shop.example.co.uk') // 'co.uk'
 * ```
 */
export function findSuffix(list: SuffixList, host: string): string {
  const labels = host.split('.')
  const exception = depthOf(list.exceptions, labels)
  // The rule `!www.ck` says that `ck` is the suffix of `www.ck`.
  const depth = exception > 0 ? exception - 1 : depthOf(list.rules, labels)
  // A top-level name that no rule knows is a suffix (the rule `*`).
  return labels.slice(-Math.max(depth, 1)).join('.')
}

/** How many labels the longest suffix holds; 0 for none. */
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
