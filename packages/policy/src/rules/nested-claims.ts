/**
 * Claims that lie within one another (D11): whether both conditions can hold would depend on the shape of a value that the policy does not describe.
 *
 * @module
 */
import { claimPointer, type FactSource, nestedClaims, type ReadClaim } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import { escapeStep } from '../text/index.ts'
import { type Judgement, uses } from './judgement.ts'

/** Reports the first two claims of which one lies within the other. */
export function judgeNestedClaims(judgement: Judgement): readonly RawFinding[] {
  const found = nestedClaims([...claimsOf(judgement)])
  if (found === undefined) return []
  const { outer, inner } = found
  return [
    {
      code: 'MQ-237',
      path: inner.path,
      at: 'key',
      message: `the claim \`${inner.pointer}\` lies within \`${outer.pointer}\`, which this policy reads too`,
      value: inner.pointer,
    },
  ]
}

function* claimsOf(judgement: Judgement): Iterable<ReadClaim> {
  const sources = Object.entries(judgement.model.context) as [string, FactSource][]
  for (const [fact, source] of sources) {
    if (!('claim' in source)) continue
    yield { pointer: claimPointer(source.claim), path: `/context/${fact}/claim` }
  }
  for (const { permission } of uses(judgement)) {
    for (const pointer of Object.keys(permission.when?.claims ?? {})) {
      yield { pointer, path: `${permission.path}/when/claims/${escapeStep(pointer)}` }
    }
  }
}
