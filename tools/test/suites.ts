/**
 * The suites of `npm test`, in the order in which they run: what is quick and tells most comes first.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { printReport, readTree, runChecks } from '../check/index.ts'
import { packages } from '../pack/index.ts'
import { runtimes } from '../runtimes/index.ts'
import { ROOT, run } from '../workspace/index.ts'
import { onAnotherDay } from './another-day.ts'
import { documents } from './documents.ts'
import { type Result, resultOf, type Suite } from './suite.ts'
import { runVitest } from './vitest-suite.ts'

/** What the unit tests need from outside npm. */
const UNIT_PARTS = ['faketime', 'promtool', 'redis', 'shells'] as const

export const SUITES: readonly Suite[] = [
  { name: 'check', about: 'the promises of the house: `npm run check`', run: checks },
  {
    name: 'unit',
    about: 'tables and properties of every package and tool',
    parts: UNIT_PARTS,
    run: () => runVitest(['packages', 'tools', 'bench', 'playground', 'examples']),
  },
  {
    name: 'differential',
    about: 'the engine against the independent model, and beside it in real proxies',
    parts: ['caddy', 'envoy', 'nginx'],
    run: () => runVitest(['conformance']),
  },
  {
    name: 'browsers',
    about: 'pages in real browsers: what each engine does with the answers',
    parts: ['chromium', 'faketime', 'firefox', 'webkit'],
    run: () => runVitest([], 'tools/test/browsers.config.ts'),
  },
  { name: 'mutations', about: 'planted faults that the comparison must see', run: mutations },
  {
    name: 'packages',
    about: 'what is published, packed and installed, on three Nodes',
    run: async () => resultOf(await packages()),
  },
  {
    name: 'runtimes',
    about: 'the engine in Bun and workerd',
    run: async () => {
      const { parts, skipped } = await runtimes()
      return resultOf(parts, skipped)
    },
  },
  {
    name: 'documents',
    about: 'what `npm start` brings up, the examples and the commands in the documents',
    run: async () => resultOf(await documents()),
  },
  {
    name: 'another-day',
    about: '`unit` and `documents` three years on, in another time zone and locale',
    parts: UNIT_PARTS,
    run: onAnotherDay,
  },
]

async function checks(): Promise<Result> {
  const parts = []
  for await (const report of runChecks(readTree())) {
    const problem = report.faults.length > 0 ? printReport(report) : null
    parts.push({ name: report.name, problem })
  }
  return resultOf(parts)
}

/**
 * The runner prints a line for each planted fault, `found` or `NOT FOUND`, after one for the engine without any, `same` or
 * `NOT THE SAME`; it exits 1 when one is bad.
 */
async function mutations(): Promise<Result> {
  const file = 'conformance/mutations/run.ts'
  if (!existsSync(join(ROOT, file))) {
    return { passed: 0, failed: 0, skipped: [`${file} is not there`], output: '' }
  }
  const { code, output } = await run('node', ['--conditions=@marque/source', file])
  const passed = output.match(/^(?:found|same) /gm)?.length ?? 0
  const bad = output.match(/^NOT /gm)?.length ?? 0
  // Whatever it prints, its exit code is the last word.
  return { passed, failed: code === 0 ? bad : Math.max(bad, 1), skipped: [], output }
}
