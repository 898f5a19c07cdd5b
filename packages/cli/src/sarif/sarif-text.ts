/**
 * A SARIF log.
 *
 * @module
 */
import { version } from '../command-line.ts'
import { artifactLocation } from './artifact-location.ts'

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

export interface SarifRun {
  /** Only rules with results, in the order of `ruleIndex`. */
  readonly rules: readonly object[]
  /** Files that were read, as given on the command line. */
  readonly files: readonly string[]
  readonly results: readonly object[]
}

/** A log with one run of this version of `marque`; ends with a newline. */
export function sarifText({ rules, files, results }: SarifRun): string {
  const number = version()
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'marque', version: number, semanticVersion: number, rules } },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map((file) => ({ location: artifactLocation(file) })),
        results,
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
