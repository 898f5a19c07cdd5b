/**
 * `marque explain POLICY URL`: the decision, each step to it, and what browsers make of it.
 *
 * @module
 */
import { type Moment, prepare } from '@marque/core'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { columnsFor, paletteFor, writeOut } from '../terminal/index.ts'
import { answer } from './exchanges.ts'
import { EXPLAIN_FORMATS } from './formats.ts'
import { placesOf } from './policy-locations.ts'
import { type QuestionFlags, readQuestion } from './question.ts'
import { settling } from './report.ts'

export interface ExplainOptions extends BundleOptions {
  readonly format: string
  readonly question: QuestionFlags
}

/** Runs the command. A denial is an answer like any other: exit 0. */
export async function runExplainRequest(
  policy: string,
  url: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const format = await EXPLAIN_FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `there is no format \`${options.format}\``)
  const question = readQuestion(url, options.question)
  const source = await readSourceOf(policy, options)
  const moment: Moment = { now: options.now ?? Date.now() }
  const answered = answer(prepare(source.bundle), question, moment)
  const text = format(
    {
      policy: source.name,
      environment: source.bundle.environment,
      now: moment.now,
      context: question.context,
      origin: options.question.origin ?? null,
      ...answered,
      places: placesOf(source, settling(answered), question.context, moment),
    },
    { palette: paletteFor(process.stdout, process.env), columns: columnsFor(process.stdout) },
  )
  await writeOut(text)
  return EXIT.fine
}
