/**
 * Generated files are up to date.
 *
 * @module
 */
import { run } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/**
 * The generators, each a file that is run with Node. Without arguments a generator compares, lists the stale files and exits 1; with
 * `--write` it rewrites them. A missing generator is a fault.
 */
export const GENERATORS: readonly string[] = [
  'packages/policy/reference/write.ts',
  'conformance/browsers/reference/write.ts',
  'conformance/rules/write.ts',
  'tools/changelog/main.ts',
]

/** Runs every generator without `--write`. `npm run fix` runs them with it. */
export const generated: Check = generatedBy(GENERATORS)

/** The check for the given generators, relative to the root of the tree. */
export function generatedBy(generators: readonly string[]): Check {
  return {
    name: 'generated files',
    run: async (tree) => {
      const faults: Fault[] = []
      for (const file of generators) {
        const args = ['--conditions=@marque/source', file]
        const { code, output } = await run('node', args, { cwd: tree.root })
        if (code !== 0)
          faults.push({ file, message: `${output.trim()}\n\`npm run fix\` rewrites it` })
      }
      return { faults, note: `${generators.length} generators` }
    },
  }
}
