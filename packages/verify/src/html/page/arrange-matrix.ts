/**
 * The matrix as numbers. Runs in the page.
 *
 * @module
 */
import type { MatrixData } from '../matrix-data.ts'

export interface MatrixColumn {
  readonly role: number
  /** Null for all origins of the role, or for those that have no column of their own. */
  readonly origin: number | null
  /** How many origins it stands for. */
  readonly origins: number
}

export interface Arrangement {
  readonly columns: readonly MatrixColumn[]
  /** The column of each origin. */
  readonly columnOf: Int32Array
  /** Right, different, harmless and unanswered answers of a cell. */
  counts(resource: number, layer: number, column: number): readonly [number, number, number, number]
  /** Resources of which a layer has an answer that differs, or none. */
  readonly faulty: ReadonlySet<number>
}

/**
 * Counts the answers of each cell in one pass.
 *
 * Self-contained: its source is copied into the page.
 *
 * @param expanded Roles whose origins have a column each.
 * @param most Columns of one role; those with the most differences come first, and the last one stands for the others.
 */
export function arrangeMatrix(
  data: MatrixData,
  expanded: ReadonlySet<number>,
  most: number,
): Arrangement {
  const { layer, probe, verdict } = data.observations
  const { resource, origin } = data.probes
  const faults = new Int32Array(data.origins.length)
  for (let at = 0; at < probe.length; at++) {
    const kind = verdict[at]
    const one = origin[probe[at] ?? 0] ?? 0
    if (kind === 1 || kind === 3) faults[one] = (faults[one] ?? 0) + 1
  }
  const columns: MatrixColumn[] = []
  const columnOf = new Int32Array(data.origins.length)
  for (const role of data.roles.keys()) {
    const own = [...data.origins.keys()].filter((index) => data.origins[index]?.role === role)
    if (own.length === 0) continue
    const sorted = expanded.has(role) ? own.sort((a, b) => (faults[b] ?? 0) - (faults[a] ?? 0)) : []
    const single = sorted.length <= most ? sorted : sorted.slice(0, most - 1)
    for (const index of single) {
      columnOf[index] = columns.length
      columns.push({ role, origin: index, origins: 1 })
    }
    const rest = own.filter((index) => !single.includes(index))
    if (rest.length === 0) continue
    for (const index of rest) columnOf[index] = columns.length
    columns.push({ role, origin: null, origins: rest.length })
  }
  const layers = data.layers.length
  const cells = new Int32Array(data.resources.length * layers * columns.length * 4)
  const faulty = new Set<number>()
  for (let at = 0; at < probe.length; at++) {
    const its = probe[at] ?? 0
    const row = resource[its] ?? 0
    const kind = verdict[at] ?? 0
    const cell =
      (row * layers + (layer[at] ?? 0)) * columns.length + (columnOf[origin[its] ?? 0] ?? 0)
    cells[cell * 4 + kind] = (cells[cell * 4 + kind] ?? 0) + 1
    if (kind === 1 || kind === 3) faulty.add(row)
  }
  return {
    columns,
    columnOf,
    faulty,
    counts(ofResource, ofLayer, column) {
      const start = ((ofResource * layers + ofLayer) * columns.length + column) * 4
      const [right = 0, differs = 0, harmless = 0, unanswered = 0] = cells.subarray(
        start,
        start + 4,
      )
      return [right, differs, harmless, unanswered]
    },
  }
}
