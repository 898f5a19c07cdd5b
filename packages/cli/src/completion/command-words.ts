/**
 * Commands, options and values for completion, derived from the commander program, so that new options are included.
 *
 * @module
 */
import type { Argument, Command, Option } from 'commander'

export interface Word {
  readonly text: string
  /** Description, for shells that show one. */
  readonly about: string
}

/** Possible values: words, files, or free text, which is not completed. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly Word[] }
  /** Folders, and files with one of `endings`; all files if empty. */
  | { readonly kind: 'files'; readonly endings: readonly string[] }
  | { readonly kind: 'free' }

export interface OptionWords {
  /** `--format`, and `-f` if there is a short form. */
  readonly names: readonly string[]
  readonly about: string
  /** Null for a flag without a value. */
  readonly values: Values | null
  /** Name of the value in the help; empty for a flag without a value. */
  readonly valueName: string
}

export interface ArgumentWords {
  readonly name: string
  readonly values: Values
  /** Whether it can be repeated; only the last argument can. */
  readonly variadic: boolean
}

export interface CommandWords {
  readonly name: string
  readonly about: string
  readonly options: readonly OptionWords[]
  readonly arguments: readonly ArgumentWords[]
  readonly commands: readonly CommandWords[]
}

const POLICIES: readonly string[] = ['yaml', 'yml', 'json']

/** File endings by the name of the argument or value in the help. */
const FILES: { readonly [name: string]: readonly string[] } = {
  policy: POLICIES,
  old: POLICIES,
  new: POLICIES,
  openapi: POLICIES,
  file: [],
  folder: [],
  directory: [],
  path: [],
  key: [],
  bundle: ['json'],
}

/**
 * Converts a commander command.
 *
 * @param known Words by the name of an argument or value, in addition to declared choices.
 */
export function wordsOf(
  command: Command,
  known: { readonly [name: string]: readonly Word[] },
): CommandWords {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const names: Values = {
    kind: 'words',
    words: commands.map((one) => ({ text: one.name(), about: one.description() })),
  }
  return {
    name: command.name(),
    about: command.description(),
    options: help.visibleOptions(command).map((option) => optionWords(option, known)),
    arguments: command.registeredArguments.map((argument) => argumentWords(argument, known)),
    commands: commands.map((one) => {
      const words = wordsOf(one, known)
      // The argument of `help` is a command name.
      return one.name() === 'help'
        ? { ...words, arguments: [{ name: 'command', values: names, variadic: false }] }
        : words
    }),
  }
}

function optionWords(
  option: Option,
  known: { readonly [name: string]: readonly Word[] },
): OptionWords {
  const names = [option.short, option.long].filter((name) => name !== undefined)
  const takes = option.required || option.optional
  const valueName = takes ? (/[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '') : ''
  const values = takes ? valuesOf(valueName, option.argChoices, known) : null
  return { names, about: option.description, values, valueName }
}

function argumentWords(
  argument: Argument,
  known: { readonly [name: string]: readonly Word[] },
): ArgumentWords {
  const name = argument.name()
  return {
    name,
    values: valuesOf(name, argument.argChoices, known),
    variadic: argument.variadic,
  }
}

function valuesOf(
  name: string,
  choices: readonly string[] | undefined,
  known: { readonly [name: string]: readonly Word[] },
): Values {
  const words = choices?.map((text) => ({ text, about: '' })) ?? known[name]
  if (words !== undefined) return { kind: 'words', words }
  const endings = FILES[name.replace(/\.\.\.$/, '')]
  return endings === undefined ? { kind: 'free' } : { kind: 'files', endings }
}

/** A command and the words that lead to it. */
export interface CommandPath {
  /** Command names, each followed by a space; empty for the program itself. */
  readonly path: string
  readonly command: CommandWords
}

/** A command and all its subcommands. */
export function commandPaths(command: CommandWords, path = ''): readonly CommandPath[] {
  return [
    { path, command },
    ...command.commands.flatMap((one) => commandPaths(one, `${path}${one.name} `)),
  ]
}
