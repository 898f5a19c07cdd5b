/**
 * From the regions of a comparison to changes with their causes.
 *
 * @module
 */
import { type Decision, decide, type Engine } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import { type Box, boxesOf, mergeBoxes } from '../boxes/index.ts'
import { type CauseFinder, type IsNewOutcome, isSameOutcome } from '../cause/index.ts'
import type { Cell, Region } from '../cells/index.ts'
import type { Change } from '../change.ts'
import type { Edit } from '../edits/index.ts'
import { changeOf } from './change-of-group.ts'
import type { Bundles } from './conditions.ts'
import { groupBoxes } from './group-boxes.ts'

/** A change with the edits that cause it: one, two that have the effect only together, or none for more. */
export interface CausedChange {
  readonly change: Change
  readonly edits: readonly Edit[]
}

/** The changes, in no particular order. */
export function changesOf(
  regions: readonly Region[],
  bundles: Bundles,
  finder: CauseFinder,
  after: Engine,
): readonly CausedChange[] {
  const boxes = regions.flatMap((region) =>
    mergeBoxes(boxesOf(region, causesIn(region, finder, after))),
  )
  const frames = groupBy(mergeBoxes(boxes), frameOf)
  return [...frames.values()].flatMap((group) =>
    groupBoxes(group).map((one) => ({
      change: changeOf(one, bundles),
      edits: one.lead.causes,
    })),
  )
}

function frameOf({ direction, resources }: Box): string {
  return JSON.stringify([direction, resources])
}

/** In a region with more cells at its places, those with equal origins and methods have one cause. */
const MOST_SINGLE = 24

/** Finds the causes of the cells of a region. */
function causesIn(
  region: Region,
  finder: CauseFinder,
  after: Engine,
): Parameters<typeof boxesOf>[1] {
  const isSingle = region.cells.length * region.places.length <= MOST_SINGLE
  const known = new Map<string, Map<string, readonly Edit[]>>()
  const positions = new Map<string, readonly number[]>()
  const numbers = new Map(region.cells.map((cell, at) => [cell, at]))
  const places = new Map(
    region.places.map((place) => {
      const tenants = JSON.stringify(place.tenants)
      return [place, { tenants, all: `${tenants} ${JSON.stringify(place.resources)}` }]
    }),
  )
  return (cell, { aspect, names: headers }) => {
    const requests = isSingle ? numbers.get(cell) : shortKey(cell)
    const shift = JSON.stringify([requests, aspect, headers])
    const byPlace = known.get(shift) ?? new Map<string, readonly Edit[]>()
    known.set(shift, byPlace)
    return (place) => {
      const { tenants, all } = places.get(place) ?? { tenants: '', all: '' }
      const found = byPlace.get(all)
      if (found !== undefined) return found
      const input = cell.request(place)
      let wanted: Decision | undefined
      const isNew: IsNewOutcome = (decision, edited) => {
        wanted ??= decide(after, input.request, input.context, input.moment)
        return isSameOutcome({ aspect, headers }, [decision, edited], [wanted, after])
      }
      const { resources } = place
      const change = `${shift} ${tenants}`
      const causes = finder.find(input, isNew, { resources, change, positions })
      byPlace.set(all, causes)
      return causes
    }
  }
}

function shortKey({ atoms: { origin, method } }: Cell): string {
  return `${origin?.key} ${method?.key}`
}

/** An origin of each class that the cells of the regions tell apart, and the own ones: those that their requests have. */
export function originsIn(regions: readonly Region[]): ReadonlySet<string> {
  return new Set(
    regions.flatMap(({ own, cells }) => [
      ...own,
      ...cells.flatMap(({ atoms: { origin } }) => origin?.sample ?? []),
    ]),
  )
}
