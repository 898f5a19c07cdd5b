/**
 * Boxes that one sentence describes: a lead, and what follows from it.
 *
 * @module
 */

import { groupBy } from '../../group-by.ts'
import type { Box, Dimensions } from '../boxes/index.ts'
import { wordsKey } from '../edits/index.ts'

/** A box with those that its sentence includes. */
export interface BoxGroup {
  readonly lead: Box
  /** Preflights and requests with credentials that follow from the lead. */
  readonly parts: readonly Box[]
  /** Request header names that preflights of the lead may name: `*` represents every other one. */
  readonly headers: readonly string[]
}

/**
 * Groups boxes of one cause.
 *
 * - Who may read with a method may send the preflight for it, with the header names for which preflights change for the same senders.
 * - Who may read with credentials, may read the responses to requests that carry some.
 */
export function groupBoxes(boxes: readonly Box[]): readonly BoxGroup[] {
  const leads = boxes.filter(isLead)
  const parts = new Map<Box, Box[]>(leads.map((lead) => [lead, []]))
  const taken = new Set<Box>()
  const byFrame = groupBy(leads, frameOf)
  for (const box of boxes) {
    const lead = (byFrame.get(frameOf(box)) ?? []).find((one) => one !== box && isPartOf(box, one))
    // A lead that is itself a part of another one has its own parts told there.
    if (lead === undefined || taken.has(lead)) continue
    parts.get(lead)?.push(box)
    taken.add(box)
  }
  return boxes.flatMap((lead): readonly BoxGroup[] => {
    if (taken.has(lead)) return []
    const own = parts.get(lead) ?? []
    const nested = own.flatMap((box) => parts.get(box) ?? [])
    const preflights =
      lead.shape === 'preflight' ? [lead] : own.filter(({ shape }) => shape === 'preflight')
    return [{ lead, parts: [...own, ...nested], headers: headersOf(preflights) }]
  })
}

function isLead({ shape, aspect }: Box): boolean {
  return shape === 'actual' && (aspect === 'read' || aspect === 'credentials')
}

function frameOf({ direction, resources, causes, own, kinds }: Box): string {
  return JSON.stringify([
    direction,
    resources,
    own,
    kinds.map((kind) => kind === 'same-origin'),
    causes.map(wordsKey),
  ])
}

function isPartOf(box: Box, lead: Box): boolean {
  const { aspect, shape, dimensions } = box
  if (shape === 'preflight') {
    const isOfLead =
      lead.aspect === (aspect === 'preflight' ? 'read' : aspect === 'credentials' ? aspect : null)
    return (
      isOfLead &&
      (['method', 'place', 'now'] as const).every((name) =>
        isEqual(dimensions, lead.dimensions, name),
      ) &&
      hasEqualOrigins(dimensions, lead.dimensions)
    )
  }
  if (shape !== 'actual' || lead.aspect !== 'credentials' || aspect === 'credentials') return false
  const carried = [...(dimensions.carried?.values() ?? [])]
  const carriesSome = ({ cookie, authorization, certificate }: (typeof carried)[number]): boolean =>
    cookie || authorization || certificate
  return (
    (aspect === 'read' || aspect === 'reach') &&
    carried.length > 0 &&
    carried.every(carriesSome) &&
    (['origin', 'method', 'place', 'now', 'facts'] as const).every((name) =>
      isEqual(dimensions, lead.dimensions, name),
    )
  )
}

function isEqual(a: Dimensions, b: Dimensions, name: keyof Dimensions): boolean {
  const [one, other] = [a[name], b[name]]
  if (one === other) return true
  if (one === null || other === null) return false
  return one.size === other.size && [...one.keys()].every((key) => other.has(key))
}

/** Malformed and repeated Origin headers, which no browser sends, do not count: no preflight has them. */
function hasEqualOrigins({ origin: a }: Dimensions, { origin: b }: Dimensions): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  const keysOf = (origin: typeof a): readonly string[] =>
    [...origin].flatMap(([key, { kind }]) => (ODD.has(kind) ? [] : [key]))
  const keys = keysOf(a)
  return keys.length === keysOf(b).length && keys.every((key) => b.has(key))
}

const ODD: ReadonlySet<string> = new Set(['malformed', 'list', 'several'])

/** Empty where some preflight needs no name, or may have any. */
function headersOf(preflights: readonly Box[]): readonly string[] {
  const names = preflights.flatMap(({ dimensions: { requestHeaders } }) =>
    requestHeaders === null ? [] : [...requestHeaders.values()],
  )
  return [...new Set(names.flatMap((one) => one.names))].sort()
}
