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
  /** CPU time of the main thread, milliseconds: other programs count less than in the wall-clock time. */
  readonly cpu: number
  readonly changes: number
  readonly undecided: number
}

/** Target for any edit, milliseconds of wall-clock time. */
const BAR = 2_000

export function measureDiff(runs: number): readonly Compared[] {
  return pairs().map(({ name, before, after }) => {
    const times: number[] = []
    const cpuTimes: number[] = []
    let counts = { changes: 0, undecided: 0 }
    for (let run = 0; run < runs; run++) {
      const startCpu = process.threadCpuUsage()
      const start = performance.now()
      const { changes, undecided } = diff(before, after)
      times.push(performance.now() - start)
      const { user, system } = process.threadCpuUsage(startCpu)
      cpuTimes.push((user + system) / 1000)
      counts = { changes: changes.length, undecided: undecided.length }
    }
    return { name, milliseconds: median(times), cpu: median(cpuTimes), ...counts }
  })
}

export function diffTable(compared: readonly Compared[]): Table {
  return {
    title: `diff: ${RESOURCES} resources, ${ORIGINS.toLocaleString('en')} origins, ${TENANTS} tenants`,
    columns: ['what', 'measured', 'CPU', 'changes', 'undecided', 'bar', 'reached'],
    rows: compared.map(({ name, milliseconds, cpu, changes, undecided }) => [
      name,
      `${(milliseconds / 1000).toFixed(2)} s`,
      `${(cpu / 1000).toFixed(2)} s`,
      String(changes),
      String(undecided),
      'under 2 s',
      milliseconds < BAR ? 'yes' : 'no',
    ]),
    notes: [],
  }
}
