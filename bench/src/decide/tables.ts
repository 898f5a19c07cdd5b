/**
 * Formats the results as tables.
 *
 * @module
 */
import { ratioText, type Table, timeText } from '../report/index.ts'
import { BY_COUNT, BY_KIND } from './cases.ts'
import { CONTENDERS } from './contenders/index.ts'
import type { Result } from './race.ts'

const MARQUE = 0
const READING = 1
const WITH_PROBLEM = 2

export function raceTables(results: readonly Result[]): readonly Table[] {
  const peers = CONTENDERS.map((_, at) => at).filter((at) => at > WITH_PROBLEM)
  const counts = [...new Set(results.map(({ count }) => count))]
  const byCount = counts.flatMap((count) => BY_COUNT.map(({ name }) => ({ count, name })))
  const byKind = BY_KIND.map(({ name }) => ({ count: 1, name }))
  const titles = peers.map((at) => {
    const { name, option } = CONTENDERS[at] ?? { name: '', option: '' }
    return `${name} ${option}`
  })
  const row = ({ count, name }: { count: number; name: string }, label: string): string[] => {
    const of = (at: number): number => netOf(results, name, count, at)
    return [
      label,
      timeText(of(MARQUE)),
      timeText(of(READING)),
      ...peers.map((at) => ratioText(of(at) / of(MARQUE))),
    ]
  }
  const columns = ['', 'Marque', 'of which: request parsing', ...titles]
  const notes = [
    "Net of the harness. A ratio is the peer's time divided by Marque's: above 1, Marque is faster. `list`: the plain value of its API; `set`: its callback with a hash set.",
  ]
  return [
    {
      title: 'By number of origins',
      columns,
      rows: byCount.map((each) => row(each, `${each.name}, ${each.count.toLocaleString('en')}`)),
      notes,
    },
    {
      title: 'By kind of request, one origin',
      columns,
      rows: byKind.map((each) => row(each, each.name)),
      notes,
    },
    barTable(results),
  ]
}

function netOf(results: readonly Result[], name: string, count: number, contender: number): number {
  const found = results.find(
    (each) => each.case === name && each.count === count && each.contender === contender,
  )
  return found?.net ?? Number.NaN
}

/** The rows of the table of targets in `bench/README.md`. */
function barTable(results: readonly Result[]): Table {
  const actual = BY_COUNT[0]?.name ?? ''
  const marque = (name: string, count = 1): number => netOf(results, name, count, MARQUE)
  const allowed = marque('preflight, allowed')
  const peersAt = (wanted: (name: string) => boolean): number =>
    Math.min(
      ...CONTENDERS.flatMap((each, at) =>
        at > WITH_PROBLEM && wanted(each.name) ? [netOf(results, actual, 1, at)] : [],
      ),
    )
  const most = Math.max(...results.map(({ count }) => count))
  const rows: [what: string, ratio: number, bar: number, atLeast: boolean][] = [
    [
      '`cors` through Marque, 1 origin',
      peersAt((name) => name === 'cors') / marque(actual),
      5,
      true,
    ],
    ['fastest peer through Marque, 1 origin', peersAt(() => true) / marque(actual), 1, true],
    [
      `${most.toLocaleString('en')} origins through 1`,
      marque(actual, most) / marque(actual),
      2,
      false,
    ],
    ...[
      'preflight, denied',
      'preflight, 64 KiB of commas',
      'preflight, one name of 64 KiB',
      'preflight, 10,000 names',
      'preflight, 8 KiB of commas',
    ].map((name): [string, number, number, boolean] => [
      `${name}, through an allowed one`,
      marque(name) / allowed,
      1,
      false,
    ]),
    [
      'preflight, denied, with its problem document',
      netOf(results, 'preflight, denied', 1, WITH_PROBLEM) / allowed,
      1,
      false,
    ],
  ]
  return {
    title: 'Bars',
    columns: ['what', 'ratio', 'bar', 'reached'],
    rows: rows.map(([what, ratio, bar, atLeast]) => [
      what,
      ratioText(ratio),
      `${atLeast ? 'at least' : 'at most'} ${bar}x`,
      (atLeast ? ratio >= bar : ratio <= bar) ? 'yes' : 'no',
    ]),
    notes: [],
  }
}
