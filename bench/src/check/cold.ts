/**
 * Cold start of `marque check`: a new process per run, from the second run on, so that Node's compile cache is filled.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median, type Table } from '../report/index.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const policy = join(root, 'examples/minimal/policy.yaml')

/** Milliseconds; `built` is null if the packages have not been built. */
export interface Cold {
  readonly node: number
  readonly sources: number
  readonly built: number | null
}

export async function measureCheck(runs: number): Promise<Cold> {
  const sources = [join(root, 'node_modules/.bin/marque'), 'check', policy]
  const installed = installBuilt()
  try {
    const built = installed && [installed.launcher, 'check', policy]
    const times = { node: [] as number[], sources: [] as number[], built: [] as number[] }
    for (let run = 0; run <= runs; run++) {
      const counts = run > 0 // The first run fills the compile cache.
      const node = await wall(['-e', '0'])
      const fromSources = await wall(sources)
      const fromBuilt = built === null ? Number.NaN : await wall(built)
      if (!counts) continue
      times.node.push(node)
      times.sources.push(fromSources)
      times.built.push(fromBuilt)
    }
    return {
      node: median(times.node),
      sources: median(times.sources),
      built: built === null ? null : median(times.built),
    }
  } finally {
    if (installed !== null) rmSync(installed.folder, { recursive: true, force: true })
  }
}

async function wall(args: readonly string[]): Promise<number> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const start = performance.now()
  await promisify(execFile)(process.execPath, [...args], { env })
  return performance.now() - start
}

/**
 * The built packages in npm's folder layout: the launcher runs `dist` only below `node_modules`. Dependencies come from the
 * checkout.
 */
function installBuilt(): { folder: string; launcher: string } | null {
  const packages = ['core', 'policy', 'cli']
  if (!packages.every((name) => existsSync(join(root, 'packages', name, 'dist')))) return null
  const folder = mkdtempSync(join(tmpdir(), 'marque-bench-'))
  const modules = join(folder, 'node_modules')
  for (const name of packages) {
    const from = join(root, 'packages', name)
    const to = join(modules, '@marque', name)
    mkdirSync(to, { recursive: true })
    for (const part of ['package.json', 'dist', 'bin'].filter((file) =>
      existsSync(join(from, file)),
    )) {
      cpSync(join(from, part), join(to, part), { recursive: true })
    }
    linkDependencies(from, modules)
  }
  return { folder, launcher: join(modules, '@marque/cli/bin/marque.js') }
}

function linkDependencies(from: string, modules: string): void {
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
    dependencies?: { readonly [name: string]: string }
  }
  const todo = Object.keys(manifest.dependencies ?? {})
  for (const name of todo) {
    const to = join(modules, name)
    if (name.startsWith('@marque/') || existsSync(to)) continue
    mkdirSync(dirname(to), { recursive: true })
    const own = join(from, 'node_modules', name)
    symlinkSync(existsSync(own) ? own : join(root, 'node_modules', name), to)
  }
}

export function checkTable({ node, sources, built }: Cold): Table {
  const milliseconds = (value: number): string => `${value.toFixed(0)} ms`
  const row = (what: string, value: number | null): string[] =>
    value === null
      ? [what, 'not built', 'under 300 ms', '']
      : [what, milliseconds(value), 'under 300 ms', value < 300 ? 'yes' : 'no']
  return {
    title: '`marque check` on a small policy, second run',
    columns: ['what', 'wall', 'bar', 'reached'],
    rows: [
      row('built packages, as installed', built),
      [...row('sources, in the checkout', sources).slice(0, 2), '', ''],
      ['Node alone, an empty script', milliseconds(node), '', ''],
    ],
    notes: built === null ? ['Run `npm run build` first to measure the built packages.'] : [],
  }
}
