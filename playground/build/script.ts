/**
 * Builds the script of the page: engine, policy language and page as one module without imports.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { slim } from './slim.ts'
import { packedSuffixList } from './suffix-list.ts'

const FOLDER = join(import.meta.dirname, '..')

/** Files of the example policies. */
const POLICIES = {
  minimal: '../examples/minimal/policy.yaml',
  company: 'examples/company.yaml',
  broken: '../examples/broken/policy.yaml',
} as const

/** The example policies, by name. */
export function examplePolicies(): { readonly [name in keyof typeof POLICIES]: string } {
  const texts = Object.entries(POLICIES).map(([name, file]) => [
    name,
    readFileSync(join(FOLDER, file), 'utf8'),
  ])
  return Object.fromEntries(texts) as { [name in keyof typeof POLICIES]: string }
}

/** A script and its modules. */
export interface Script {
  readonly code: string
  /** Source of each module before minification, by file. */
  readonly modules: ReadonlyMap<string, string>
}

/**
 * Bundles the script.
 *
 * @param entry Relative to the folder of the playground.
 * @throws If an import cannot be resolved, or the schema library is included, which would double the size.
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
    if (stray !== undefined) throw new Error(`${stray} must not be part of the page`)
    return { code, modules: inside }
  } finally {
    await bundle.close()
  }
}
