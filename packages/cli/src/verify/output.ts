/**
 * Where a report goes: stdout, or the file of `--out`.
 *
 * @module
 */
import { checkWritable, replaceFile } from '../files/index.ts'
import { writeOut } from '../terminal/index.ts'

export interface ReportOutput {
  /** The file; null for stdout. */
  readonly file: string | null
  /** Writes a report; a file is replaced as a whole. @throws {CommandError} Exit 1; what is known went to stdout then. */
  write(text: string): Promise<void>
}

/** @throws {CommandError} Exit 1 for a file that cannot be written, before anything is asked. */
export function openOutput(out: string | undefined): ReportOutput {
  if (out === undefined) return { file: null, write: async (text) => void (await writeOut(text)) }
  checkWritable(out)
  return {
    file: out,
    write: async (text) => {
      try {
        replaceFile(out, new TextEncoder().encode(text))
      } catch (error) {
        // The run took minutes, and its report would be lost.
        await writeOut(text)
        throw error
      }
    },
  }
}
