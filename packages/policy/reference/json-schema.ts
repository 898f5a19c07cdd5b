/**
 * From the zod schema to the JSON Schema that is kept in `src/document/policy-1.json`.
 *
 * @module
 */
import * as z from 'zod'
import { policySchema } from './schema/schema.ts'

/** The name of the schema; its version is that of the language. A name and no address: an editor is not sent to a host for it. */
const ADDRESS = 'urn:marque:schema:policy-1'

/** Writes the schema, draft 2020-12, as the text of a file. */
export function writeJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { target: 'draft-2020-12' })
  return `${writeJson({ $schema, $id: ADDRESS, ...schema }, '', 0)}\n`
}

/** Writes JSON as the formatter of this repository does: lists on one line where they fit. */
function writeJson(value: unknown, indent: string, before: number): string {
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`.replaceAll(
      '","',
      '", "',
    )
    if (!value.some(holdsMapping) && before + line.length < 100) return line
    const entries = value.map((entry) => `${deeper}${writeJson(entry, deeper, deeper.length)}`)
    return `[\n${entries.join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => {
    const start = `${deeper}${JSON.stringify(key)}: `
    return start + writeJson(member, deeper, start.length)
  })
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

/** Whether a mapping is in it, at any depth: those have a line for each member. */
function holdsMapping(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(holdsMapping)
    : typeof value === 'object' && value !== null
}
