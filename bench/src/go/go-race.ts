/**
 * The Go peers: `go test -bench` over the same cases.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from '../report/index.ts'

/** Nanoseconds per request, net of the harness. */
export interface GoResult {
  readonly case: string
  readonly count: number
  readonly peer: string
  readonly net: number
}

/**
 * Runs the Go benchmark.
 *
 * @returns Null if Go is not installed.
 * @throws {Error} Go is installed and the run failed.
 */
export async function raceGo(
  rounds: number,
  timeEach: string,
): Promise<readonly GoResult[] | null> {
  const cwd = fileURLToPath(new URL('../../go', import.meta.url))
  const args = [
    'test',
    '-run',
    '^$',
    '-bench',
    '.',
    '-benchtime',
    timeEach,
    '-count',
    String(rounds),
  ]
  try {
    const { stdout } = await promisify(execFile)('go', args, { cwd, maxBuffer: 1 << 24 })
    return readBenchmarks(stdout)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const LINE = /^BenchmarkRace\/(.+)\|(\d+)\|([\w-]+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/gm

/** Reads the output of `go test -bench`: medians of the rounds minus the median of the handler `none`. */
export function readBenchmarks(output: string): readonly GoResult[] {
  const times = new Map<string, number[]>()
  for (const [, name = '', count, peer, time] of output.matchAll(LINE)) {
    const key = `${name.replaceAll('_', ' ')}|${count}|${peer}`
    times.set(key, [...(times.get(key) ?? []), Number(time)])
  }
  return [...times].flatMap(([key, of]) => {
    const [name = '', count = '', peer = ''] = key.split('|')
    const idle = times.get(`${name}|${count}|none`)
    if (peer === 'none' || idle === undefined) return []
    return [{ case: name, count: Number(count), peer, net: median(of) - median(idle) }]
  })
}
