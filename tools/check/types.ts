/**
 * Type check of the whole checkout, and of each package under its own, stricter options.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../workspace/index.ts'
import type { Check } from './check.ts'

/**
 * Runs `tsc` on the root, and on every package whose `tsconfig.json` has its own options (core's, for
 * instance, excludes the types of Node). A package with the root's options is checked with the root.
 */
export const types: Check = {
  name: 'types',
  run: async (tree) => {
    const projects = tree.files.filter(
      (file) =>
        file === 'tsconfig.json' ||
        (/^(packages\/[^/]+|playground|examples\/[^/]+)\/tsconfig\.json$/.test(file) &&
          readFileSync(join(tree.root, file), 'utf8').includes('"compilerOptions"')),
    )
    const faults = []
    for (const project of projects) {
      const args = ['-p', project, '--noEmit', '--pretty', 'false']
      const { code, output } = await run('tsc', args, { cwd: tree.root })
      if (code !== 0) faults.push({ file: project, message: output.trim() })
    }
    return { faults, note: `${projects.length} projects` }
  },
}
