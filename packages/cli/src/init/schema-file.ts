/**
 * The JSON Schema beside a first policy: editors read it from there, and no host is asked for it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { jsonSchema } from '@marque/policy'
import { writeNew } from './write-new.ts'

const NAME = 'policy-1.json'

/** Where a policy says that its schema is. */
export const SCHEMA_PLACE = `./${NAME}`

/**
 * Writes the schema into the folder of the policy. One that is there stays.
 *
 * @returns The file that was written, or null.
 */
export function writeSchemaBeside(policy: string): string | null {
  const file = join(dirname(policy), NAME)
  if (existsSync(file)) return null
  writeNew(file, `${JSON.stringify(jsonSchema(), null, 2)}\n`, 'it is there')
  return file
}
