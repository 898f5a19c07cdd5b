/**
 * Instants at which a grant holds, and those around which decisions change (D12).
 *
 * @module
 */
import type { Bundle, Grant, Resource } from '@marque/core'
import type { Grantee } from './grantees.ts'

/** 2026-01-01, for policies in which nothing has dates: samples never depend on the clock. */
export const SAMPLE_INSTANT: number = Date.UTC(2026, 0, 1)

const SECOND = 1000
const DAY = 86_400_000

/** An instant at which grant and list hold: the start of the grant, else the second before the first end. */
export function instantWithin(grant: Grant, grantee: Grantee): number {
  if (grant.from !== null) return grant.from
  const ends = endsOf(grant, grantee)
  return ends.length === 0 ? SAMPLE_INSTANT : Math.max(0, Math.min(...ends) - SECOND)
}

/** `now` where grant and list hold then; else the start of the grant, or the second before the first end. */
export function instantNear(grant: Grant, grantee: Grantee, now: number): number {
  const ends = endsOf(grant, grantee)
  const end = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...ends)
  if ((grant.from === null || grant.from <= now) && now < end) return now
  if (grant.from !== null && grant.from > now) return grant.from
  return Math.max(grant.from ?? 0, end - (end > DAY ? SECOND : 1))
}

/** When another grant of the resource, or its list, has ended or not begun: only then a later grant may be the first that fits. */
export function boundaryInstants({ grants }: Resource, bundle: Bundle): readonly number[] {
  const ends = grants.flatMap(({ until, sets }) => [
    until,
    ...sets.map((name) => bundle.sets[name]?.until ?? null),
  ])
  const starts = grants.map(({ from }) => (from === null || from === 0 ? null : from - 1))
  return [...ends, ...starts].filter((instant) => instant !== null)
}

function endsOf({ until }: Grant, grantee: Grantee): readonly number[] {
  return [until, grantee.until].filter((end) => end !== null)
}
