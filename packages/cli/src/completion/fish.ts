/**
 * Completion for fish.
 *
 * @module
 */
import {
  type CommandPath,
  type CommandWords,
  commandPaths,
  type OptionWords,
  type Values,
} from './command-words.ts'

/** Generates the script. */
export function fishScript(program: CommandWords): string {
  const commands = commandPaths(program)
  return `# Completion of marque for fish. Install it:  marque completion fish > ~/.config/fish/completions/marque.fish
# Written by \`marque completion fish\`; contains every word, so that completing starts no program.

# The command typed so far and the number of its arguments: 'compile 1'.
function __marque_position
    set -l commands ${list(commands.slice(1).map(({ path }) => path.trimEnd()))}
    set -l valued ${list(commands.flatMap(valuedOptions))}
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l path ''
    set -l position 0
    set -l only_arguments
    while set -q tokens[1]
        set -l token $tokens[1]
        set -e tokens[1]
        if set -q only_arguments[1]
            set position (math $position + 1)
        else if test "$token" = --
            set only_arguments yes
        else if string match -q -- '-*' $token
            if contains -- "$path$token" $valued
                set -e tokens[1]
            end
        else if contains -- "$path$token" $commands
            set path "$path$token "
        else
            set position (math $position + 1)
        end
    end
    echo "$path$position"
end

function __marque_in
    string match -q -r -- "^$argv[1][0-9]+\\$" (__marque_position)
end

function __marque_at
    test (__marque_position) = "$argv[1]"
end

# Folders and files with one of these endings; all files without an argument.
function __marque_files
    for line in (__fish_complete_path (commandline -ct))
        set -l file (string split \\t -- $line)[1]
        if not set -q argv[1]; or string match -q '*/' -- $file; or string match -q -r "\\.($argv[1])\\$" -- $file
            echo $file
        end
    end
end

complete -c marque -f
${commands.flatMap(linesOf).join('\n')}
`
}

function linesOf(commandPath: CommandPath): readonly string[] {
  const { path, command } = commandPath
  return [
    ...command.options.map((option) => optionLine(commandPath, option)),
    ...command.commands.map(
      ({ name, about }) =>
        `complete -c marque -n ${condition('at', `${path}0`)} -a ${quote(name)} -d ${quote(about)}`,
    ),
    ...(command.commands.length > 0 ? [] : command.arguments).flatMap(
      ({ values, variadic }, index) => {
        const when = variadic ? condition('in', path) : condition('at', `${path}${index}`)
        return offers(values).map((offer) => `complete -c marque -n ${when} ${offer}`)
      },
    ),
  ]
}

function optionLine({ path }: CommandPath, { names, about, values }: OptionWords): string {
  const flags = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  )
  const [words = ''] = values === null ? [] : offers(values, true)
  const value = values === null ? '' : ` -x ${words}`
  return `complete -c marque -n ${condition('in', path)} ${flags.join(' ')}${value.trimEnd()} -d ${quote(about)}`
}

function valuedOptions({ path, command }: CommandPath): readonly string[] {
  return command.options
    .filter(({ values }) => values !== null)
    .flatMap(({ names }) => names.map((name) => path + name))
}

/** `-a` arguments that offer the values, one per line; `joined` into one for an option, which has a single line. */
function offers(values: Values, joined = false): readonly string[] {
  switch (values.kind) {
    case 'free':
      return []
    case 'files':
      return [`-a ${quote(`(__marque_files${endingsOf(values.endings)})`)}`]
    case 'words':
      if (!joined) {
        return values.words.map(
          ({ text, about }) => `-a ${quote(text)}${about === '' ? '' : ` -d ${quote(about)}`}`,
        )
      }
      // In the text of `-a`, a tab separates a word from its description.
      return [
        `-a ${quote(values.words.map(({ text, about }) => (about === '' ? text : `${text}\\t${quote(about)}`)).join('\n'))}`,
      ]
  }
}

function endingsOf(endings: readonly string[]): string {
  return endings.length === 0 ? '' : ` ${quote(endings.join('|'))}`
}

function condition(name: 'in' | 'at', position: string): string {
  return quote(`__marque_${name} ${quote(position)}`)
}

function list(texts: readonly string[]): string {
  return texts.map(quote).join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`
}
