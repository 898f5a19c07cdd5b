/**
 * `marque schema`: the JSON Schema of the policy, for editors.
 *
 * @module
 */
import { jsonSchema } from '@marque/policy'
import { EXIT, type ExitCode } from '../program/exit.ts'
import { writeOut } from '../terminal/output.ts'

/** Writes the schema to stdout. */
export async function runSchema(): Promise<ExitCode> {
  await writeOut(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
  return EXIT.fine
}
