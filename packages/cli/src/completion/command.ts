/**
 * `marque completion SHELL`: prints a completion script.
 *
 * @module
 */
import type { Command } from 'commander'
import { loadTargets } from '../compile/index.ts'
import { EXIT, type ExitCode } from '../errors.ts'
import { loadRules } from '../findings/index.ts'
import { writeOut } from '../terminal/index.ts'
import { bashScript } from './bash.ts'
import { type CommandWords, wordsOf } from './command-words.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

const WRITERS: { readonly [shell in Shell]: (program: CommandWords) => string } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/** Writes the script to stdout. It contains every word, so that completing does not start this program. */
export async function runCompletion(shell: Shell, program: Command): Promise<ExitCode> {
  const [rules, targets] = await Promise.all([loadRules(), loadTargets()])
  const known = {
    code: rules.map(({ code, title }) => ({ text: code, about: title })),
    target: Object.entries(targets).map(([text, { title }]) => ({ text, about: title })),
  }
  await writeOut(WRITERS[shell](wordsOf(program, known)))
  return EXIT.fine
}
