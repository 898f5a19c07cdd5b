/**
 * The contexts to compare for a sender: every combination of the facts that the conditions of its grants read.
 *
 * @module
 */
import type { Context, HeaderLine } from '@marque/core'
import { claimsAt } from '../../requests/index.ts'
import { type ContextRequirements, type Fact, factsFor } from './facts.ts'

export interface ContextSample {
  /** Headers that conditions read. */
  readonly headers: readonly HeaderLine[]
  /** @param now Epoch milliseconds, from which the age of the login and the end of the token are computed. */
  readonly contextAt: (now: number) => Context
  /** The tenant that the layer reports, or null. */
  readonly layerTenant: string | null
  /** At most the tenant is known, as for a preflight. */
  readonly isAnonymous: boolean
}

/** Combinations at most. */
export const MOST_CONTEXTS = 2048

const MINUTE = 60_000

/** @returns All combinations, the empty one first; null where there are more than {@link MOST_CONTEXTS}. */
export function contextSamples(requirements: ContextRequirements): readonly ContextSample[] | null {
  const lists = factsFor(requirements)
  if (lists === null) return null
  if (lists.reduce((count, list) => count * list.length, 1) > MOST_CONTEXTS) return null
  let combined: readonly (readonly Fact[])[] = [[]]
  for (const list of lists) {
    combined = combined.flatMap((facts) =>
      list.map((fact) => (Object.keys(fact).length === 0 ? facts : [...facts, fact])),
    )
  }
  return combined.map((facts) => contextSampleOf(facts, requirements.origin))
}

function contextSampleOf(facts: readonly Fact[], origin: string): ContextSample {
  const all: Fact = Object.assign({}, ...facts)
  const pointers = facts.flatMap(({ claims = [] }) => claims)
  const claims = pointers.length === 0 ? undefined : claimsAt(pointers)
  const { roles, scopes, apiVersion, age, tenant, token } = all
  return {
    headers: facts.flatMap(({ headers = [] }) => headers),
    contextAt: (now) => ({
      ...(roles !== undefined && { roles }),
      ...(scopes !== undefined && { scopes }),
      ...(apiVersion !== undefined && { apiVersion }),
      ...(age !== undefined && { authenticatedAt: now - age }),
      ...(tenant !== undefined && { tenant }),
      ...(claims !== undefined && { claims }),
      ...(token !== undefined && {
        token: { id: 'diff', origin, ...token, until: now + MINUTE },
      }),
    }),
    layerTenant: tenant ?? null,
    isAnonymous: facts.every((fact) => fact.tenant !== undefined),
  }
}
