/**
 * Format and lint rules, as configured in `biome.json`.
 *
 * @module
 */
import { relative } from 'node:path'
import { run } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** One diagnostic of Biome in the format for GitHub Actions: `::error title=RULE,file=FILE,line=N,…::MESSAGE`. */
const DIAGNOSTIC =
  /^::(?:error|warning) title=(?<rule>[^,]*),file=(?<file>[^,]*),line=(?<line>\d+),[^:]*::(?<message>.*)$/gm

/** Runs `biome ci` and counts warnings as faults; `npm run fix` applies the automatic fixes. */
export const format: Check = {
  name: 'format and lint',
  run: async (tree) => {
    const args = ['ci', '--reporter=github', '--error-on-warnings', '--max-diagnostics=none', '.']
    const { code, stdout, output } = await run('biome', args, { cwd: tree.root })
    const faults: Fault[] = [...stdout.matchAll(DIAGNOSTIC)].map(({ groups = {} }) => ({
      file: relative(tree.root, groups.file ?? ''),
      line: Number(groups.line),
      message: `${groups.message} (${groups.rule})`,
    }))
    // An invalid configuration has no source location; Biome's output is passed on unchanged.
    if (code !== 0 && faults.length === 0) faults.push({ file: null, message: output.trim() })
    return { faults, note: 'biome' }
  },
}
