/**
 * The origins of lists that are asked for: all of a short list, some of a long one.
 *
 * @module
 */
import type { OriginList } from '@marque/core'
import { originMatching } from '@marque/policy/requests'
import { sampleOf } from './random.ts'

/** An origin, and the entry of a list that it is in: itself, or a pattern. */
export interface ListedOrigin {
  readonly value: string
  readonly entry: string
}

/**
 * Takes origins from a list: of a long one the first, the last and a choice by seed; of each pattern one that it matches, one at the edge of what
 * it matches, and of long lists of patterns a choice.
 *
 * @param most Entries at most, of exact origins and of patterns each.
 * @param name Of the list.
 */
export function listedOrigins(
  { exact, patterns }: OriginList,
  most: number,
  seed: number,
  name: string,
): readonly ListedOrigin[] {
  return [
    ...someOf(exact, most, seed, name).map((value) => ({ value, entry: value })),
    ...someOf(patterns, most, seed, name).flatMap((entry) =>
      [originMatching(entry), ...edgesOf(entry)].map((value) => ({ value, entry })),
    ),
  ]
}

/** The first, the last and a choice of what is between. */
export function someOf<T>(
  items: readonly T[],
  most: number,
  seed: number,
  name: string,
): readonly T[] {
  if (items.length <= most) return items
  if (most <= 2) return items.slice(0, most)
  return [
    ...items.slice(0, 1),
    ...sampleOf(items.slice(1, -1), most - 2, seed, name),
    ...items.slice(-1),
  ]
}

/** What the pattern matches and a narrower one would not: two labels for `*.`, another port for `:*` (D3). */
function edgesOf(pattern: string): readonly string[] {
  const matched = originMatching(pattern)
  return [
    ...(pattern.includes('://*.') ? [matched.replace('://a.', '://a.b.')] : []),
    ...(pattern.endsWith(':*') ? [`${matched}:8443`] : []),
  ]
}
