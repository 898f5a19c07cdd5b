/**
 * `marque decide POLICY|BUNDLE`: questions on stdin, decisions on stdout, one JSON document a line.
 *
 * @module
 */
import { prepare } from '@marque/core'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors/index.ts'
import { STDIN } from '../files/index.ts'
import { type BundleOptions, readBundleOf } from '../policy-source/index.ts'
import { writeError, writeOut } from '../terminal/index.ts'
import { answerLines } from './answer-lines.ts'
import { readLines } from './lines.ts'

/** Runs the command. Answers what each chunk of stdin completes before it reads on, and waits while nobody reads the answers. */
export async function runDecide(argument: string, options: BundleOptions): Promise<ExitCode> {
  if (argument === STDIN.argument) {
    throw new CommandError(
      EXIT.usage,
      '`-` cannot be the policy of `decide`: the questions come on stdin',
      'name a file, or let the shell make one: marque decide <(produce-policy)',
    )
  }
  const engine = prepare(await readBundleOf(argument, options))
  const clock = (): number => options.now ?? Date.now()
  if (process.stdin.isTTY) {
    writeError(
      'marque: type a question a line, as JSON; `marque decide --help` shows one; Ctrl-D ends\n',
    )
  }
  let failed = 0
  for await (const lines of readLines(questions())) {
    const answers = answerLines(lines, { engine, clock })
    failed += answers.failed
    if (!(await writeOut(answers.text))) break
  }
  if (failed > 0) writeError(`marque: the engine failed on ${failed} of the questions\n`)
  return failed > 0 ? EXIT.failure : EXIT.fine
}

async function* questions(): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of process.stdin) yield chunk as Buffer
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read the questions: ${systemError(error)}`)
  }
}
