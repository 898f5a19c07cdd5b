/**
 * Time of comparing two bundles.
 *
 * @module
 */
import { diff } from '@marque/policy/diff'
import { median, type Table } from '../report/index.ts'
import { ORIGINS, pairs, RESOURCES, TENANTS } from './pairs.ts'

export interface Compared {
  readonly name: string
  readonly milliseconds: number
  readonly changes: number
  readonly undecided: number
}

/** Target for a few changes and for no change, milliseconds. */
const BAR = 2_000

export function measureDiff(runs: number): readonly Compared[] {
  return pairs().map(({ name, before, after }) => {
    const times: number[] = []
    let counts = { changes: 0, undecided: 0 }
    for (let run = 0; run < runs; run++) {
      const start = performance.now()
      const { changes, undecided } = diff(before, after)
      times.push(performance.now() - start)
      counts = { changes: changes.length, undecided: undecided.length }
    }
    return { name, milliseconds: median(times), ...counts }
  })
}

export function diffTable(compared: readonly Compared[]): Table {
  return {
    title: `diff: ${RESOURCES} resources, ${ORIGINS.toLocaleString('en')} origins, ${TENANTS} tenants`,
    columns: ['what', 'measured', 'changes', 'undecided', 'bar', 'reached'],
    rows: compared.map(({ name, milliseconds, changes, undecided }) => [
      name,
      `${(milliseconds / 1000).toFixed(2)} s`,
      String(changes),
      String(undecided),
      'under 2 s',
      milliseconds < BAR ? 'yes' : 'no',
    ]),
    notes: [],
  }
}
