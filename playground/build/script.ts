/**
 * The script of the page: engine, policy language and page in one module that imports nothing.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { slim } from './slim.ts'
import { packedSuffixList } from './suffix-list.ts'

const FOLDER = join(import.meta.dirname, '..')

/** Where the policies of the examples stand. */
const POLICIES = {
  minimal: '../examples/minimal/policy.yaml',
  company: 'examples/company.yaml',
  broken: '../examples/broken/policy.yaml',
} as const

/** The texts of the examples' policies, by name. */
export function examplePolicies(): { readonly [name in keyof typeof POLICIES]: string } {
  const texts = Object.entries(POLICIES).map(([name, file]) => [
    name,
    readFileSync(join(FOLDER, file), 'utf8'),
  ])
  return Object.fromEntries(texts) as { [name in keyof typeof POLICIES]: string }
}

/** A script, and what it is made of. */
export interface Script {
  readonly code: string
  /** The code of each module as it went in, before it was made small; by file. */
  readonly modules: ReadonlyMap<string, string>
}

/**
 * Bundles the script.
 *
 * @param entry Relative to the folder of the playground.
 * @throws Where something cannot be resolved, or the schema library has slipped in: it would double the page.
 */
export async function buildScript(entry = 'src/main.ts'): Promise<Script> {
  const bundle = await rolldown({
    input: join(FOLDER, entry),
    platform: 'browser',
    plugins: [slim],
    resolve: {
      conditionNames: ['@marque/source', 'browser', 'import', 'module', 'default'],
      alias: { tldts: join(FOLDER, 'src/suffixes/get-public-suffix.ts') },
    },
    transform: {
      target: 'es2022',
      define: {
        MARQUE_SUFFIXES: JSON.stringify(packedSuffixList()),
        MARQUE_POLICIES: JSON.stringify(examplePolicies()),
      },
    },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  try {
    const { output } = await bundle.generate({ format: 'es', minify: true, comments: false })
    const [{ code, modules, imports }] = output
    if (output.length > 1 || imports.length > 0) throw new Error('the script is not one module')
    const inside = new Map(Object.entries(modules).map(([file, { code }]) => [file, code ?? '']))
    const stray = [...inside.keys()].find((file) => /node_modules\/zod\//.test(file))
    if (stray !== undefined) throw new Error(`${stray} is no part of a page`)
    return { code, modules: inside }
  } finally {
    await bundle.close()
  }
}
