/**
 * `marque decide POLICY`: requests on stdin, decisions on stdout, one JSON object per line.
 *
 * @module
 */
import { prepare } from '@marque/core'
import { CommandError, EXIT, type ExitCode, systemError } from '../errors.ts'
import { STDIN } from '../files/index.ts'
import { type BundleOptions, readBundleOf } from '../policy-source/index.ts'
import { count, writeError, writeOut } from '../terminal/index.ts'
import { answerLines } from './answer-lines.ts'
import { readLines } from './lines.ts'

/** Hosts that are reported, each once. */
const MOST_HOSTS = 20

export interface DecideOptions extends BundleOptions {
  /** Whether a line that is not a readable request fails the command. */
  readonly strict: boolean
}

/** Runs the command. Decides the complete lines of each chunk before it reads the next, with back-pressure on stdout. */
export async function runDecide(argument: string, options: DecideOptions): Promise<ExitCode> {
  if (argument === STDIN.argument) {
    throw new CommandError(
      EXIT.usage,
      '`decide` cannot read the policy from stdin, because it reads requests there',
      'pass a file, or use process substitution: marque decide <(print-policy)',
    )
  }
  const engine = prepare(await readBundleOf(argument, options))
  const clock = (): number => options.now ?? Date.now()
  if (process.stdin.isTTY) {
    writeError(
      'marque: reading requests from the terminal, one JSON object per line (see `marque decide --help`); Ctrl-D to end\n',
    )
  }
  const hosts = new Set<string>()
  const onMisdirected = (url: string): void => {
    const [, host = ''] = /^[^:]*:\/\/([^/?#]{0,100})/.exec(url) ?? []
    if (hosts.size < MOST_HOSTS && !hosts.has(host)) {
      hosts.add(host)
      writeError(
        `marque: the policy does not name the host ${JSON.stringify(host)}: layers answer its requests with 421, whatever is decided, unless their configuration names it in \`hosts\`\n`,
      )
    }
  }
  let failed = 0
  let unreadable = 0
  for await (const lines of readLines(requestChunks())) {
    const answers = answerLines(lines, { engine, clock, onMisdirected })
    failed += answers.failed
    unreadable += answers.unreadable
    if (!(await writeOut(answers.text))) break
  }
  if (failed > 0) writeError(`marque: internal error for ${failed} requests\n`)
  if (options.strict && unreadable > 0) {
    writeError(`marque: ${count(unreadable, 'line')} could not be read as a request\n`)
    return EXIT.failure
  }
  return failed > 0 ? EXIT.failure : EXIT.fine
}

async function* requestChunks(): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of process.stdin) yield chunk as Buffer
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read requests from stdin: ${systemError(error)}`)
  }
}
