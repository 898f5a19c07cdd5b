/**
 * `marque completion SHELL`: the script that completes this command in a shell.
 *
 * @module
 */
import { type FindingRule, RULES } from '@marque/policy'
import type { Command } from 'commander'
import { TARGETS } from '../compile/targets.ts'
import { EXIT, type ExitCode } from '../program/exit.ts'
import { writeOut } from '../terminal/output.ts'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { type CommandWords, type Word, wordsOf } from './model.ts'
import type { Shell } from './shells.ts'
import { zshScript } from './zsh.ts'

const WRITERS: { readonly [shell in Shell]: (program: CommandWords) => string } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/** Writes the script to stdout. It holds every word: no Tab starts this program. */
export async function runCompletion(shell: Shell, program: Command): Promise<ExitCode> {
  const { RULES: importRules } = await import('@marque/import')
  const known = knownWords([...RULES, ...importRules])
  await writeOut(WRITERS[shell](wordsOf(program, known)))
  return EXIT.fine
}

/** The words that arguments and options of these names take. */
function knownWords(rules: readonly FindingRule[]): { readonly [name: string]: readonly Word[] } {
  return {
    code: rules.map(({ code, title }) => ({ text: code, about: title })),
    target: Object.entries(TARGETS).map(([text, { title }]) => ({ text, about: title })),
  }
}
