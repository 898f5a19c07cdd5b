/**
 * Completion for zsh.
 *
 * @module
 */
import {
  type CommandPath,
  type CommandWords,
  commandPaths,
  type OptionWords,
  type Values,
  type Word,
} from './command-words.ts'

/** Generates the script: install it in `fpath` as `_marque`, or source it after `compinit`. */
export function zshScript(program: CommandWords): string {
  const described = new DescribedWords()
  const functions = commandPaths(program).map((command) => functionOf(command, described))
  return `#compdef marque
# Completion of marque for zsh. Add this line to ~/.zshrc, after compinit:  source <(marque completion zsh)
# Written by \`marque completion zsh\`; contains every word, so that completing starts no program.

${functions.join('\n')}
${described.functions().join('\n')}
if [[ $funcstack[1] == _marque ]]; then
  _marque "$@"
else
  compdef _marque marque
fi
`
}

/** Word lists with descriptions. Each becomes a function, because `_arguments` cannot contain them. */
class DescribedWords {
  private readonly lists = new Map<string, string>()

  /** The name of the function that completes these words. */
  functionFor(words: readonly Word[]): string {
    const entries = words
      .map(({ text, about }) => `    ${quote(`${text.replaceAll(':', '\\:')}:${about}`)}\n`)
      .join('')
    const name = this.lists.get(entries) ?? `_marque__words_${this.lists.size + 1}`
    this.lists.set(entries, name)
    return name
  }

  functions(): readonly string[] {
    return [...this.lists].map(
      ([entries, name]) => `${name}() {
  local -a known=(
${entries}  )
  _describe -t words word known
}
`,
    )
  }
}

function functionOf({ path, command }: CommandPath, described: DescribedWords): string {
  const specs = command.options.map((option) => optionSpec(option, described))
  const lines = (more: readonly string[]): string =>
    [...specs, ...more].map((spec) => ` \\\n    ${spec}`).join('')
  if (command.commands.length === 0) {
    const positions = command.arguments.map(({ name, values, variadic }, index) =>
      quote(`${variadic ? '*' : index + 1}:${name}:${action(values, described)}`),
    )
    return `${nameOf(path)}() {
  _arguments -s -S${lines(positions)}
}
`
  }
  const names = described.functionFor(
    command.commands.map(({ name, about }) => ({ text: name, about })),
  )
  const below = command.commands.map(
    ({ name }) => `    ${name}) ${nameOf(`${path}${name} `)} && ret=0 ;;\n`,
  )
  return `${nameOf(path)}() {
  local curcontext=$curcontext state state_descr line ret=1
  typeset -A opt_args
  _arguments -C -s -S${lines([quote(`1:command:${names}`), quote('*::argument:->rest')])} && ret=0
  if [[ $state == rest ]]; then
    case $line[1] in
${below.join('')}    esac
  fi
  return ret
}
`
}

function nameOf(path: string): string {
  return `_marque${path.trimEnd() === '' ? '' : `_${path.trimEnd().replaceAll(/[^A-Za-z0-9]/g, '_')}`}`
}

function optionSpec(
  { names, about, values, valueName }: OptionWords,
  described: DescribedWords,
): string {
  const text = `[${escaped(about)}]${values === null ? '' : `:${escaped(valueName)}:${action(values, described)}`}`
  const [first = '', second] = names.map((name) =>
    values !== null && name.startsWith('--') ? `${name}=` : name,
  )
  if (second === undefined) return quote(first + text)
  return `${quote(`(${names.join(' ')})`)}{${first},${second}}${quote(text)}`
}

/** The `_arguments` action that completes a value. */
function action(values: Values, described: DescribedWords): string {
  switch (values.kind) {
    case 'free':
      return ' '
    case 'files':
      return values.endings.length === 0
        ? '_files'
        : `_files -g "*.(${values.endings.join('|')})(-.)"`
    case 'words':
      return values.words.some(({ about }) => about !== '')
        ? described.functionFor(values.words)
        : `(${values.words.map(({ text }) => text).join(' ')})`
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, '\\$&')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
