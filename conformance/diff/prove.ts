/**
 * `npm run prove -- [--minutes N] [--seed N]`: the invariance of cells, and the report in both directions, with fresh pairs of policies for a time. Ends with the first loss, made as small as it goes.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { type Checked, findLoss } from './invariance.ts'
import { pairs } from './pairs.ts'
import { findReportFault, type ReportCounts } from './report-fault.ts'
import { findFalseWitness } from './witnesses.ts'

const USAGE = `npm run prove -- [--minutes N] [--seed N]

  --minutes N       how long (default: 20)
  --seed N          an integer (default: of the time)
`

/** Pairs of one round: the time is looked at between rounds. */
const PAIRS = 50

const REQUESTS = 400

/** Requests that the report of a pair is checked with: each of them against each change. */
const REPORT_REQUESTS = 60

/** @returns The exit code. */
function prove(minutes: number, seed: number): number {
  const checked: Checked = { requests: 0, differing: 0, skipped: 0, leaves: 0 }
  const reported: ReportCounts = { requests: 0, differing: 0, changes: 0 }
  const end = performance.now() + minutes * 60_000
  let rounds = 0
  let tried = 0
  console.log(`seed ${seed}, ${minutes} min`)
  do {
    const property = fc.property(pairs, fc.nat(), ([before, after], number) => {
      const loss = findLoss(before, after, number, REQUESTS, checked)
      if (loss !== null) throw new Error(`${loss.why}\n${JSON.stringify(loss.request)}`)
      const witness = findFalseWitness(before, after)
      if (witness !== null) throw new Error(`a witness does not show its cell: ${witness}`)
      const fault = findReportFault(before, after, number, REPORT_REQUESTS, reported)
      if (fault !== null) throw new Error(`the report is wrong: ${fault}`)
    })
    const result = fc.check(property, {
      seed: seed + rounds,
      numRuns: PAIRS,
      interruptAfterTimeLimit: Math.max(1, end - performance.now()),
    })
    if (result.failed) {
      console.log(`a loss, with seed ${seed + rounds}:`)
      console.log(result.errorInstance instanceof Error ? result.errorInstance.message : '')
      console.log(JSON.stringify(result.counterexample))
      return 1
    }
    rounds++
    tried += result.numRuns
  } while (performance.now() < end)
  const { requests, differing, skipped, leaves } = checked
  console.log(
    [
      `no loss: ${tried} pairs, ${requests} requests (${differing} of them change), ${leaves} cells, ${reported.changes} changes reported`,
      `not compared: ${skipped} requests, at paths in other spellings or of pairs that were left undecided`,
    ].join('\n'),
  )
  return 0
}

const { minutes, seed, help } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    help: { type: 'boolean', default: false },
  },
}).values
if (help || !(Number(minutes) > 0) || !Number.isSafeInteger(Number(seed))) {
  console.error(USAGE)
  process.exitCode = help ? 0 : 2
} else process.exitCode = prove(Number(minutes), Number(seed))
