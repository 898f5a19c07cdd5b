/**
 * Start of the `marque` command: a new process per run, with Node's compile cache filled, and once without it.
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
const COMMANDS: { readonly [name: string]: readonly string[] } = {
  '`marque --version`': ['--version'],
  '`marque check`, examples/minimal': ['check', join(root, 'examples/minimal/policy.yaml')],
  '`marque check`, examples/company': ['check', join(root, 'examples/company/policy.yaml')],
}

/** Medians in milliseconds; `built` and `first` are null if the packages have not been built. */
interface Start {
  readonly name: string
  readonly sources: number
  readonly built: number | null
  /** Of the built packages, without a compile cache, as on a machine that has never run them. */
  readonly first: number | null
}

export interface Cold {
  /** An empty script. */
  readonly node: number
  readonly starts: readonly Start[]
}

export async function measureCheck(runs: number): Promise<Cold> {
  const sources = join(root, 'node_modules/.bin/marque')
  const installed = installBuilt()
  try {
    const starts: Start[] = []
    for (const [name, args] of Object.entries(COMMANDS)) {
      const times = { sources: [] as number[], built: [] as number[], first: [] as number[] }
      for (let run = 0; run <= runs; run++) {
        const fromSources = await wall([sources, ...args])
        const built = installed === null ? Number.NaN : await wall([installed.launcher, ...args])
        const first =
          installed === null
            ? Number.NaN
            : await wall([installed.launcher, ...args], { NODE_DISABLE_COMPILE_CACHE: '1' })
        // The first run fills the compile cache.
        if (run === 0) continue
        times.sources.push(fromSources)
        times.built.push(built)
        times.first.push(first)
      }
      starts.push({
        name,
        sources: median(times.sources),
        built: installed === null ? null : median(times.built),
        first: installed === null ? null : median(times.first),
      })
    }
    const node: number[] = []
    for (let run = 0; run < runs; run++) node.push(await wall(['-e', '0']))
    return { node: median(node), starts }
  } finally {
    if (installed !== null) rmSync(installed.folder, { recursive: true, force: true })
  }
}

async function wall(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const start = performance.now()
  await promisify(execFile)(process.execPath, [...args], { env: { ...env, ...more } })
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

export function checkTable({ node, starts }: Cold): Table {
  const milliseconds = (value: number | null): string =>
    value === null ? 'not built' : `${value.toFixed(0)} ms`
  const isBuilt = starts.every(({ built }) => built !== null)
  return {
    title: 'Start of the command',
    columns: ['what', 'built', 'bar', 'reached', 'built, no compile cache', 'sources'],
    rows: [
      ...starts.map(({ name, sources, built, first }) => [
        name,
        milliseconds(built),
        'under 300 ms',
        built === null ? '' : built < 300 ? 'yes' : 'no',
        milliseconds(first),
        milliseconds(sources),
      ]),
      ['Node alone, an empty script', milliseconds(node), '', '', '', ''],
    ],
    notes: isBuilt
      ? [
          'Wall-clock time of a process, the median; the built packages in the layout that npm makes.',
        ]
      : ['Run `npm run build` first to measure the built packages.'],
  }
}
