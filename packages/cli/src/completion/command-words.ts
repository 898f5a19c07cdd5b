/**
 * The command line as completion needs it, read from the program itself: a new option is completed without anybody's doing.
 *
 * @module
 */
import type { Argument, Command, Option } from 'commander'

export interface Word {
  readonly text: string
  /** A few words beside it, in shells that show them. */
  readonly about: string
}

/** What may stand somewhere: words, files, or what nobody can complete. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly Word[] }
  /** With `endings` only those files, and folders. */
  | { readonly kind: 'files'; readonly endings: readonly string[] }
  | { readonly kind: 'free' }

export interface OptionWords {
  /** `--format`, and `-f` where it has one. */
  readonly names: readonly string[]
  readonly about: string
  /** Null for a switch. */
  readonly values: Values | null
  /** What its value is called; empty for a switch. */
  readonly valueName: string
}

export interface ArgumentWords {
  readonly name: string
  readonly values: Values
  /** Whether it may stand any number of times; then it is the last. */
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

/** What is a file, by the name of the argument or value in the help. */
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
 * Reads the program.
 *
 * @param known Words for arguments and values of a name, beside their own choices.
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
      // What `help` takes is the name of a command.
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

/** A place on the command line: the commands that lead there, each with a space behind it; empty at the start. */
export interface Place {
  readonly path: string
  readonly command: CommandWords
}

/** Every command below a command, itself included. */
export function placesOf(command: CommandWords, path = ''): readonly Place[] {
  return [
    { path, command },
    ...command.commands.flatMap((one) => placesOf(one, `${path}${one.name} `)),
  ]
}
