/**
 * Every folder has a face, and others import that and nothing behind it.
 *
 * @module
 */
import { posix } from 'node:path'
import { isRelative, isSource, isTest } from '../../workspace/index.ts'
import type { Check, Fault } from '../check.ts'

/** Where folders have faces. Below `test` and `reference` of a package nothing is imported from elsewhere. */
const ROOTS =
  /^(packages\/[^/]+\/src|tools|playground\/src|conformance|bench\/src|examples\/start)\//

/**
 * Refuses an import that enters a folder other than through its `index.ts`. Tests and tables of cases may look behind a face.
 *
 * A folder into which nothing imports (a program and its parts, started as a process or loaded by `import()` of a URL) needs none.
 */
export const faces: Check = {
  name: 'faces',
  run: (tree) => {
    const faults: Fault[] = []
    const sources = tree.files.filter((file) => isSource(file) && ROOTS.test(file) && !isTest(file))
    for (const file of sources) {
      for (const { specifier, line } of tree.importsOf(file)) {
        if (!isRelative(specifier)) continue
        const target = posix.join(posix.dirname(file), specifier)
        // Files that are laid out at run time only are in no folder yet.
        if (!ROOTS.test(target) || !tree.files.includes(target)) continue
        const entered = foldersOf(target).find((folder) => !file.startsWith(`${folder}/`))
        const face = `${entered}/index.ts`
        if (entered === undefined || target === face) continue
        const message = tree.files.includes(face)
          ? `\`${specifier}\` is behind the face of its folder; import \`${face}\``
          : `\`${specifier}\` lies in a folder without a face; write \`${face}\` and import that`
        faults.push({ file, line, message })
      }
    }
    return { faults, note: `${sources.length} files` }
  },
}

/** The folders that a file lies in, from the outermost. */
function foldersOf(file: string): readonly string[] {
  const folders = file.split('/').slice(0, -1)
  return folders.map((_, depth) => folders.slice(0, depth + 1).join('/'))
}
