/**
 * The rule between the claims that a bundle reads (D11): none may lie within another, because whether both conditions can hold would depend on the
 * shape of a value that the policy does not describe.
 *
 * @module
 */
import type { Bundle, FactSource } from './bundle.ts'
import { type BundleProblem, pointer, problem, quoted } from './bundle-problem.ts'

/** A claim that a policy reads, and where the policy names it. */
export interface ReadClaim {
  /** A JSON Pointer; see {@link claimPointer}. */
  readonly pointer: string
  readonly path: string
}

/** The JSON Pointer of the claim of a fact: a plain name is one segment. */
export function claimPointer(claim: string): string {
  return claim.startsWith('/') ? claim : `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/**
 * The first two claims of which one lies within the other by segments: `/org` and `/org/id`. Equal ones do not count.
 *
 * `n log n`.
 *
 * @returns The inner claim with the outer one, or `undefined`.
 */
export function nestedClaims(
  claims: readonly ReadClaim[],
): { readonly outer: ReadClaim; readonly inner: ReadClaim } | undefined {
  // With a slash at the end, what lies within a claim begins with its text, and in sorted order follows it.
  const sorted = claims
    .map((claim) => ({ claim, text: `${claim.pointer}/` }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  for (const [at, { claim, text }] of sorted.entries()) {
    const next = sorted[at + 1]
    if (next !== undefined && next.text !== text && next.text.startsWith(text)) {
      return { outer: claim, inner: next.claim }
    }
  }
  return undefined
}

/** The problem of the first claim of a bundle that lies within another. */
export function claimProblem(bundle: Bundle): BundleProblem | undefined {
  const found = nestedClaims([...claimsOf(bundle)])
  if (found === undefined) return undefined
  const { outer, inner } = found
  return problem(
    'ERR_BUNDLE_UNSAFE',
    `${quoted(inner.pointer)} lies within ${quoted(outer.pointer)}, which the bundle reads too`,
    inner.path,
  )
}

function* claimsOf({ context, resources }: Bundle): Iterable<ReadClaim> {
  for (const [fact, source] of Object.entries(context) as [string, FactSource][]) {
    if (!('claim' in source)) continue
    yield { pointer: claimPointer(source.claim), path: pointer('context', fact, 'claim') }
  }
  for (const [at, { grants }] of resources.entries()) {
    for (const [place, { when }] of grants.entries()) {
      for (const claim of Object.keys(when?.claims ?? {})) {
        const path = pointer('resources', at, 'grants', place, 'when', 'claims', claim)
        yield { pointer: claim, path }
      }
    }
  }
}
