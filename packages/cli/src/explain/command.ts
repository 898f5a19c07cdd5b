/**
 * `marque explain POLICY URL`: the decision, the rules that lead to it, and what browsers do.
 *
 * @module
 */
import { type Moment, prepare } from '@marque/core'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { columnsFor, paletteFor, writeOut } from '../terminal/index.ts'
import { explainExchanges } from './exchanges.ts'
import { type ExplainInputOptions, readExplainInput } from './explain-input.ts'
import { EXPLAIN_FORMATS } from './formats.ts'
import { policyLocations } from './policy-locations.ts'
import { decisive } from './report.ts'

export interface ExplainOptions extends BundleOptions {
  readonly format: string
  readonly input: ExplainInputOptions
}

/** Runs the command. Exit 0 for denied requests too. */
export async function runExplainRequest(
  policy: string,
  url: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const format = await EXPLAIN_FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${options.format}\``)
  const input = readExplainInput(url, options.input)
  const source = await readSourceOf(policy, options)
  const moment: Moment = { now: options.now ?? Date.now() }
  const explained = explainExchanges(prepare(source.bundle), input, moment)
  const text = format(
    {
      policy: source.name,
      environment: source.bundle.environment,
      now: moment.now,
      context: input.context,
      origin: options.input.origin ?? null,
      ...explained,
      locations: policyLocations(source, decisive(explained), input.context, moment),
    },
    { palette: paletteFor(process.stdout, process.env), columns: columnsFor(process.stdout) },
  )
  await writeOut(text)
  return EXIT.fine
}
