/**
 * One format, one set of lint rules: Biome's, as `biome.json` says.
 *
 * @module
 */
import { relative } from 'node:path'
import { run } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** One finding of Biome, as it writes them for build servers: `::error title=RULE,file=FILE,line=N,…::MESSAGE`. */
const DIAGNOSTIC =
  /^::(?:error|warning) title=(?<rule>[^,]*),file=(?<file>[^,]*),line=(?<line>\d+),[^:]*::(?<message>.*)$/gm

/** Runs `biome ci`, and counts its warnings as faults; `npm run fix` mends what can be mended. */
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
    // A configuration that cannot be read has no place; what Biome says of it is passed on whole.
    if (code !== 0 && faults.length === 0) faults.push({ file: null, message: output.trim() })
    return { faults, note: 'biome' }
  },
}
