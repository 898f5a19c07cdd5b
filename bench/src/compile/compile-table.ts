/**
 * Compile time and memory with many origins.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median, type Table } from '../report/index.ts'
import type { Stages } from './stages.ts'

const COUNT = 1_000_000

/** Each run has its own process: a heap that has already grown would distort the measurement. */
export async function measureCompile(runs: number): Promise<readonly Stages[]> {
  const file = fileURLToPath(new URL('./stages.ts', import.meta.url))
  const measured: Stages[] = []
  for (let run = 0; run < runs; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...process.execArgv,
      file,
      String(COUNT),
    ])
    measured.push(JSON.parse(stdout) as Stages)
  }
  return measured
}

export function compileTable(runs: readonly Stages[]): Table {
  const seconds = (of: keyof Stages['seconds']): number =>
    median(runs.map((each) => each.seconds[of]))
  // `digestOf` serializes the bundle itself, so its time includes the bytes.
  const whole = seconds('load') + seconds('compile') + seconds('digest')
  const total = whole + seconds('prepare')
  const inSeconds = (value: number): string => `${value.toFixed(2)} s`
  const withBundle = median(runs.map((each) => each.withBundle))
  const engine = median(runs.map((each) => each.engine))
  const row = (what: string, value: string, bar = '', reached?: boolean): string[] => [
    what,
    value,
    bar,
    reached === undefined ? '' : reached ? 'yes' : 'no',
  ]
  return {
    title: `${COUNT.toLocaleString('en')} origins`,
    columns: ['what', 'measured', 'bar', 'reached'],
    rows: [
      row('load the JSON text', inSeconds(seconds('load'))),
      row('compile, checks included', inSeconds(seconds('compile'))),
      row('the checks alone', inSeconds(seconds('check'))),
      row('bytes of the bundle', inSeconds(seconds('bytes'))),
      row('digest, bytes included', inSeconds(seconds('digest'))),
      row('prepare the engine', inSeconds(seconds('prepare'))),
      row('compile: text to named bundle', inSeconds(whole), 'under 3 s', whole < 3),
      row('text to engine', inSeconds(total)),
      row(
        'an origin of the engine, bundle included',
        `${withBundle.toFixed(0)} B`,
        'under 300 B',
        withBundle < 300,
      ),
      row('an origin of the engine beside its bundle', `${engine.toFixed(0)} B`),
    ],
    notes: [],
  }
}
