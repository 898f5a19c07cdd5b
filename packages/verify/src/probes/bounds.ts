/**
 * How many probes of a class one resource gets.
 *
 * @module
 */
import type { Bundle } from '@marque/core'

export interface Bounds {
  /** Origins that other resources list. */
  readonly elsewhere: number
  /** Origins that other resources list, in preflights for each grant. */
  readonly elsewherePreflights: number
  /** Origins of a grant whose near misses are asked. */
  readonly nearMissOrigins: number
  /** Near misses of the plainest origin that are asked for in preflights. */
  readonly nearMissPreflights: number
  /** Near misses of the first origin of each other list; those of each entry are all asked at the first resource that grants it. */
  readonly otherNearMisses: number
  /** Origins of a grant that are asked for in preflights. */
  readonly grantedPreflights: number
  readonly spellings: number
}

const FULL: Bounds = {
  elsewhere: 64,
  elsewherePreflights: 64,
  nearMissOrigins: 24,
  nearMissPreflights: 16,
  otherNearMisses: 16,
  grantedPreflights: 64,
  spellings: 64,
}

/** With many resources each gets a choice of what differs from one resource to the next least often. */
const SAMPLED: Bounds = {
  elsewhere: 20,
  elsewherePreflights: 6,
  nearMissOrigins: 8,
  nearMissPreflights: 2,
  otherNearMisses: 2,
  grantedPreflights: 3,
  spellings: 8,
}

const MANY_RESOURCES = 20

export function boundsFor({ resources }: Bundle): Bounds {
  return resources.length > MANY_RESOURCES ? SAMPLED : FULL
}
