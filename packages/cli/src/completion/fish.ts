/**
 * Completion for fish.
 *
 * @module
 */
import {
  type CommandWords,
  type OptionWords,
  type Place,
  placesOf,
  type Values,
} from './command-words.ts'

/** Writes the script. */
export function fishScript(program: CommandWords): string {
  const places = placesOf(program)
  return `# Completion of marque for fish. Put it where fish looks:  marque completion fish > ~/.config/fish/completions/marque.fish
# Written by \`marque completion fish\`; every word is in here, so that no Tab starts a program.

# The commands that are written so far and the number of arguments behind them: 'compile 1'.
function __marque_place
    set -l commands ${list(places.slice(1).map(({ path }) => path.trimEnd()))}
    set -l valued ${list(places.flatMap(valuedOptions))}
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l path ''
    set -l place 0
    set -l only_arguments
    while set -q tokens[1]
        set -l token $tokens[1]
        set -e tokens[1]
        if set -q only_arguments[1]
            set place (math $place + 1)
        else if test "$token" = --
            set only_arguments yes
        else if string match -q -- '-*' $token
            if contains -- "$path$token" $valued
                set -e tokens[1]
            end
        else if contains -- "$path$token" $commands
            set path "$path$token "
        else
            set place (math $place + 1)
        end
    end
    echo "$path$place"
end

function __marque_in
    string match -q -r -- "^$argv[1][0-9]+\\$" (__marque_place)
end

function __marque_at
    test (__marque_place) = "$argv[1]"
end

# Files that end in one of these, and folders; all files where none is named.
function __marque_files
    for line in (__fish_complete_path (commandline -ct))
        set -l file (string split \\t -- $line)[1]
        if not set -q argv[1]; or string match -q '*/' -- $file; or string match -q -r "\\.($argv[1])\\$" -- $file
            echo $file
        end
    end
end

complete -c marque -f
${places.flatMap(linesOf).join('\n')}
`
}

function linesOf(place: Place): readonly string[] {
  const { path, command } = place
  return [
    ...command.options.map((option) => optionLine(place, option)),
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

function optionLine({ path }: Place, { names, about, values }: OptionWords): string {
  const flags = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  )
  const [words = ''] = values === null ? [] : offers(values, true)
  const value = values === null ? '' : ` -x ${words}`
  return `complete -c marque -n ${condition('in', path)} ${flags.join(' ')}${value.trimEnd()} -d ${quote(about)}`
}

function valuedOptions({ path, command }: Place): readonly string[] {
  return command.options
    .filter(({ values }) => values !== null)
    .flatMap(({ names }) => names.map((name) => path + name))
}

/** What is offered, a line each; with `joined` all in one, since an option has one line. */
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
      // Within the text of `-a`, a tab stands between a word and what is said of it.
      return [
        `-a ${quote(values.words.map(({ text, about }) => (about === '' ? text : `${text}\\t${quote(about)}`)).join('\n'))}`,
      ]
  }
}

function endingsOf(endings: readonly string[]): string {
  return endings.length === 0 ? '' : ` ${quote(endings.join('|'))}`
}

function condition(name: 'in' | 'at', place: string): string {
  return quote(`__marque_${name} ${quote(place)}`)
}

function list(texts: readonly string[]): string {
  return texts.map(quote).join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`
}
