/**
 * Reads an OpenAPI description from a file or stdin.
 *
 * @module
 */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { type OpenFile, type ReadOpenApi, readOpenApi } from '@marque/import'
import type { AcknowledgedFinding, Finding } from '@marque/policy'
import { systemError } from '../errors.ts'
import { readInput, STDIN } from '../files/index.ts'
import type { Report } from '../findings/index.ts'

export interface Description extends ReadOpenApi {
  /** As given on the command line, or `<stdin>`. */
  readonly name: string
}

/**
 * Reads a description. Files that it refers to are read from its folder and below; a symbolic link that
 * leads out of it is refused.
 *
 * @throws {CommandError} Exit 1 if the file cannot be read.
 */
export async function readDescription(argument: string): Promise<Description> {
  const { name, bytes } = await readInput(argument)
  const openFile = argument === STDIN.argument ? null : fileOpener(dirname(argument))
  return { name, ...readOpenApi(bytes, name, openFile) }
}

function fileOpener(folder: string): OpenFile {
  const root = realpathSync(folder)
  return (path) => {
    try {
      const file = realpathSync(join(root, path))
      const inside = relative(root, file)
      if (inside === '..' || inside.startsWith(`..${sep}`))
        return 'is a link to a place outside of the folder of the description'
      return statSync(file).isFile() ? readFileSync(file) : 'is not a file'
    } catch (error) {
      return `cannot be read: ${systemError(error)}`
    }
  }
}

/** The findings by file, in the order of the files; the given file first, also without findings. */
export function reportsOf(
  { name, texts }: Description,
  findings: readonly Finding[],
  acknowledged: readonly AcknowledgedFinding[] = [],
): readonly [Report, ...Report[]] {
  const report = (file: string): Report => ({
    file,
    text: texts.get(file) ?? '',
    findings: inFile(file, findings),
    acknowledged: inFile(file, acknowledged),
    summary: null,
  })
  const files = [...findings, ...acknowledged].map(({ file }) => file ?? name)
  const others = [...new Set(files)].filter((file) => file !== name)
  return [report(name), ...others.map(report)]
}

/** In document order. */
function inFile<F extends Finding>(file: string, findings: readonly F[]): readonly F[] {
  return findings
    .filter((finding) => finding.file === file)
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}
