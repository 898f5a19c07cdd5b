/**
 * Marque compared with Go's middleware.
 *
 * @module
 */
import { CONTENDERS, type Result } from '../decide/index.ts'
import { ratioText, type Table, timeText } from '../report/index.ts'
import type { GoResult } from './go-race.ts'

/** @param results Results of the JavaScript contenders in the same run. */
export function goTable(go: readonly GoResult[], results: readonly Result[]): Table {
  const marque = CONTENDERS.findIndex(({ name }) => name === 'Marque')
  const peers = [...new Set(go.map(({ peer }) => peer))]
  const rows = results
    .filter(({ contender }) => contender === marque)
    .flatMap(({ case: name, count, net }) => {
      const times = peers.map(
        (peer) =>
          go.find((each) => each.case === name && each.count === count && each.peer === peer)?.net,
      )
      if (times.every((time) => time === undefined)) return []
      const cells = times.flatMap((time = Number.NaN) => [timeText(time), ratioText(time / net)])
      return [[`${name}, ${count.toLocaleString('en')}`, timeText(net), ...cells]]
    })
  return {
    title: 'Beside Go',
    columns: ['case, origins', 'Marque', ...peers.flatMap((peer) => [peer, 'through Marque'])],
    rows,
    notes: [
      '`rs`: github.com/rs/cors, with its list and with its callback and a map. Net of the harness on both sides.',
    ],
  }
}
