/**
 * The suites of `npm test` in execution order: fast suites with the most informative failures first.
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

/** Parts (programs from outside npm) that the unit tests need. */
const UNIT_PARTS = ['faketime', 'promtool', 'redis', 'shells'] as const

export const SUITES: readonly Suite[] = [
  { name: 'check', about: 'static checks: `npm run check`', run: checks },
  {
    name: 'unit',
    about: 'unit and property tests of every package and tool',
    parts: UNIT_PARTS,
    run: () => runVitest(['packages', 'tools', 'bench', 'playground', 'examples']),
  },
  {
    name: 'differential',
    about: 'the engine against the independent model, and in real proxies',
    parts: ['caddy', 'envoy', 'nginx', 'traefik'],
    run: () => runVitest(['conformance']),
  },
  {
    name: 'browsers',
    about: 'pages in real browsers: how each browser treats the responses',
    parts: ['chromium', 'faketime', 'firefox', 'webkit'],
    run: () => runVitest([], 'tools/test/browsers.config.ts'),
  },
  { name: 'mutations', about: 'planted faults that the comparison must detect', run: mutations },
  {
    name: 'packages',
    about: 'published packages, packed and installed, on every supported Node version',
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
    about: 'the demo of `npm start`, the examples and the commands in the documents',
    run: async () => resultOf(await documents()),
  },
  {
    name: 'another-day',
    about:
      '`unit` and `documents` with the clock three years ahead, in another time zone and locale',
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
 * The runner prints one line for the engine without faults, `same` or `NOT THE SAME`, then one line per planted fault, `found` or
 * `NOT FOUND`; it exits 1 on a bad line.
 */
async function mutations(): Promise<Result> {
  const file = 'conformance/mutations/run.ts'
  if (!existsSync(join(ROOT, file))) {
    return { passed: 0, failed: 0, skipped: [`${file} does not exist`], output: '' }
  }
  const { code, output } = await run('node', ['--conditions=@marque/source', file])
  const passed = output.match(/^(?:found|same) /gm)?.length ?? 0
  const bad = output.match(/^NOT /gm)?.length ?? 0
  // The exit code takes precedence over the printed lines.
  return { passed, failed: code === 0 ? bad : Math.max(bad, 1), skipped: [], output }
}
