/**
 * Every folder has a face (`index.ts`), and other folders import only that.
 *
 * @module
 */
import { posix } from 'node:path'
import { isRelative, isSource, isTest } from '../../workspace/index.ts'
import type { Check, Fault } from '../check.ts'

/** The folders that need faces. Files below `test` and `reference` of a package are not imported from elsewhere. */
const ROOTS =
  /^(packages\/[^/]+\/src|tools|playground\/src|conformance|bench\/src|examples\/start)\//

/**
 * Reports an import that enters a folder other than through its `index.ts`. Tests and case tables are exempt.
 *
 * A folder that no other folder imports (a program that is started as a process or loaded by `import()` of a URL) needs no face.
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
        // Skips files that are created only at run time.
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

/** The folders that contain a file, outermost first. */
function foldersOf(file: string): readonly string[] {
  const folders = file.split('/').slice(0, -1)
  return folders.map((_, depth) => folders.slice(0, depth + 1).join('/'))
}
