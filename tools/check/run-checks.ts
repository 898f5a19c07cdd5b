/**
 * The list of checks, and the runner.
 *
 * @module
 */
import type { Check, Fault, Tree } from './check.ts'
import { citations } from './citations/index.ts'
import { dependencies } from './dependencies.ts'
import { fileSizes } from './file-sizes.ts'
import { findingCodes } from './finding-codes.ts'
import { format } from './format.ts'
import { generated } from './generated.ts'
import { faces, folderCycles, importRules } from './imports/index.ts'
import { links } from './links.ts'
import { loadedFiles } from './loaded-files.ts'
import { lockfile } from './lockfile.ts'
import { machineTraces } from './machine-traces.ts'
import { manifests } from './manifests.ts'
import { subpaths } from './subpaths.ts'
import { types } from './types.ts'

/** All checks, in execution order. */
export const CHECKS: readonly Check[] = [
  format,
  types,
  importRules,
  faces,
  folderCycles,
  fileSizes,
  loadedFiles,
  dependencies,
  lockfile,
  manifests,
  subpaths,
  links,
  citations,
  findingCodes,
  machineTraces,
  generated,
]

/** Report of one check. */
export interface Report {
  readonly name: string
  readonly note: string
  readonly faults: readonly Fault[]
  /** Milliseconds. */
  readonly took: number
}

/** Runs checks sequentially and yields each report. A check that throws counts as failed; the others still run. */
export async function* runChecks(
  tree: Tree,
  checks: readonly Check[] = CHECKS,
): AsyncGenerator<Report> {
  for (const check of checks) {
    const start = performance.now()
    const { faults, note } = await verdictOf(check, tree)
    yield { name: check.name, note, faults, took: performance.now() - start }
  }
}

async function verdictOf(check: Check, tree: Tree): Promise<Omit<Report, 'name' | 'took'>> {
  try {
    return await check.run(tree)
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { faults: [{ file: null, message }], note: 'could not run' }
  }
}

/** Formats a report as one line, followed by one line per fault. */
export function printReport({ name, note, faults, took }: Report): string {
  const seconds = `${(took / 1000).toFixed(1)} s`.padStart(7)
  const mark = faults.length === 0 ? 'ok  ' : 'FAIL'
  const line = `${mark} ${name.padEnd(20)} ${seconds}  ${note}`
  return [line, ...faults.map((fault) => indent(printFault(fault)))].join('\n')
}

function printFault({ file, line, message }: Fault): string {
  if (file === null) return message
  return `${line === undefined ? file : `${file}:${line}`}  ${message}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '       ')
}
