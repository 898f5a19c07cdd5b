/**
 * What the formats need besides the run.
 *
 * @module
 */
import { readPolicy } from '@marque/policy'
import type { PolicySource } from '../policy-source/index.ts'
import { columnsFor, paletteFor } from '../terminal/index.ts'
import type { RunInput } from './read-input.ts'
import type { VerifyFormatOptions } from './report.ts'

export function formatOptions(
  { source, input }: RunInput,
  isInterrupted: boolean,
): VerifyFormatOptions {
  return {
    palette: paletteFor(process.stdout, process.env),
    columns: columnsFor(process.stdout),
    policy: source.name,
    resources: input.bundle.resources.map(({ name }) => name),
    lineOf: resourceLines(source),
    onlyAsSeen: new Set(
      input.layers.filter(({ onlyAsSeen }) => onlyAsSeen).map(({ name }) => name),
    ),
    isInterrupted,
  }
}

/** Looks up the line of a resource by name; always `undefined` for a bundle, which has no lines. */
function resourceLines({ policy }: PolicySource): (name: string) => number | undefined {
  let lines: Map<string, number> | undefined
  return (name) => {
    if (policy === null) return undefined
    lines ??= new Map(
      readPolicy(policy).model?.resources.map(({ name, path }) => [name, policy.locate(path).line]),
    )
    return lines.get(name)
  }
}
