/**
 * Options of `npm run bench`.
 *
 * @module
 */
import { parseArgs } from 'node:util'

export const PARTS = ['decide', 'go', 'compile', 'check', 'diff', 'verify'] as const
export type Part = (typeof PARTS)[number]

export interface Options {
  readonly parts: readonly Part[]
  readonly quick: boolean
  readonly json: boolean
  readonly write: boolean
}

export const USAGE = `npm run bench -- [${PARTS.join('|')}]... [--quick] [--json] [--write]

  without a name    all of them
  --quick           fewer rounds
  --json            figures as JSON on stdout
  --write           all of them, and their tables into bench/README.md
`

/** @returns The options, or an error message for invalid arguments. */
export function readOptions(args: readonly string[]): Options | string {
  const flags = {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: flags,
      allowPositionals: true,
    })
    const unknown = positionals.find((name) => !isPart(name))
    if (unknown !== undefined) return `\`${unknown}\` is not a part of the bench`
    if (values.write && positionals.length > 0) return '`--write` measures all parts'
    return { ...values, parts: positionals.length === 0 ? PARTS : positionals.filter(isPart) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isPart(name: string): name is Part {
  return (PARTS as readonly string[]).includes(name)
}
