/**
 * The witnesses of cells, checked against both engines.
 *
 * @module
 */
import { type Bundle, prepare } from '@marque/core'
import type { PreparedPolicy } from '@marque/core/engine'
import { compareCells, isSameOutcome, outcomeOf } from '@marque/policy/cells'

/** Witnesses checked for one region at most, spread over its cells and places. */
const MOST_WITNESSES = 200

/** @returns The first witness that does not show the outcomes of its cell; null where there is none. */
export function findFalseWitness(before: Bundle, after: Bundle): string | null {
  const policies = [prepare(before) as PreparedPolicy, prepare(after) as PreparedPolicy] as const
  for (const { shape, cells, places, own, kinds } of compareCells(policies).regions) {
    const every = Math.ceil((cells.length * places.length) / MOST_WITNESSES)
    for (let at = 0; at < cells.length * places.length; at += every) {
      const cell = cells[Math.floor(at / places.length)]
      const place = places[at % places.length]
      if (cell === undefined || place === undefined) continue
      const witness = cell.witness(place)
      const shown = [
        outcomeOf(policies[0], shape, witness.before),
        outcomeOf(policies[1], shape, witness.after),
      ] as const
      const isShown =
        isSameOutcome(shown[0], cell.outcomes[0]) && isSameOutcome(shown[1], cell.outcomes[1])
      const isKind = witness.before.kind === kinds[0] && witness.after.kind === kinds[1]
      if (isShown && isKind) continue
      return JSON.stringify({ shape, kinds, own, place, cell, shown, witness })
    }
  }
  return null
}
