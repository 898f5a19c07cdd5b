/**
 * The public suffix list of `tldts`, as a tree of labels.
 *
 * @module
 */
import {
  edgeChild,
  edgeLength,
  edgeStart,
  exceptionsRoot,
  labelText,
  nodeFlags,
  rulesRoot,
} from 'tldts/dist/es6/src/data/trie.js'
import type { SuffixNode } from '../src/suffixes/packed-suffixes.ts'
import { packSuffixes } from '../src/suffixes/packed-suffixes.ts'

/**
 * Reads the list: both sections, for a name of either is open to strangers.
 *
 * Labels that are not ASCII are left out: the list has each of them in Punycode too, and an origin is written in that only (D3).
 */
export function readSuffixList(): { readonly rules: SuffixNode; readonly exceptions: SuffixNode } {
  const offsets = [0]
  for (const length of edgeLength) offsets.push((offsets.at(-1) ?? 0) + length)
  const nodeAt = (index: number): SuffixNode => {
    const children = new Map<string, SuffixNode>()
    for (let edge = edgeStart[index] ?? 0; edge < (edgeStart[index + 1] ?? 0); edge++) {
      const label = labelText.slice(offsets[edge], offsets[edge + 1])
      if (/^[!-~]+$/.test(label)) children.set(label, nodeAt(edgeChild[edge] ?? 0))
    }
    return { isSuffix: nodeFlags[index] !== 0, children }
  }
  return { rules: nodeAt(rulesRoot), exceptions: nodeAt(exceptionsRoot) }
}

/** The list as the texts that the script holds. */
export function packedSuffixList(): { readonly rules: string; readonly exceptions: string } {
  const { rules, exceptions } = readSuffixList()
  return { rules: packSuffixes(rules), exceptions: packSuffixes(exceptions) }
}
