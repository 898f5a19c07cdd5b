/**
 * Maximum file size.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSource } from '../workspace/index.ts'
import type { Check } from './check.ts'

/** Maximum lines of a file. Targets for the median (120) and the 90th percentile (350) are not enforced; the note reports the current values. */
const MOST_LINES = 600

/** Reports source files with more than {@link MOST_LINES} lines. */
export const fileSizes: Check = {
  name: 'file sizes',
  run: (tree) => {
    const sizes = tree.files
      .filter(isSource)
      .map((file) => ({ file, lines: countLines(readFileSync(join(tree.root, file), 'utf8')) }))
      .sort((a, b) => a.lines - b.lines)
    const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0
    return {
      faults: sizes
        .filter(({ lines }) => lines > MOST_LINES)
        .map(({ file, lines }) => ({ file, message: `${lines} lines; at most ${MOST_LINES}` })),
      note: `${sizes.length} files, median ${at(0.5)} lines, nine in ten ${at(0.9)}, longest ${at(1)}`,
    }
  },
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
