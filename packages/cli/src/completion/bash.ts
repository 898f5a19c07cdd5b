/**
 * Completion for bash, 3.2 (macOS) and newer.
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
export function bashScript(program: CommandWords): string {
  const commands = commandPaths(program)
  return `# Completion of marque for bash. Add this line to ~/.bashrc:  source <(marque completion bash)
# Written by \`marque completion bash\`; contains every word, so that completing starts no program.

_marque_words() {
  local word IFS=$'\\n'
  COMPREPLY=()
  while read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

# Folders and files with one of these endings; all files without an argument.
_marque_files() {
  local file IFS=$'\\n'
  COMPREPLY=()
  while read -r file; do
    if [[ -d $file || -z $1 || $file =~ \\.($1)$ ]]; then COMPREPLY+=("$file"); fi
  done < <(compgen -f -- "$cur")
  # Bash 3.2 has no compopt, so folders get no trailing slash there.
  compopt -o filenames 2>/dev/null
}

_marque() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  # \`--format=json\` arrives as three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()

  local path= position=0 only_arguments= valued word at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ -n $only_arguments ]]; then
      position=$((position + 1))
    elif [[ $word == -- ]]; then
      only_arguments=yes
    elif [[ $word == -* ]]; then
      valued=
      case "$path$word" in
${wrapped(commands.flatMap(valuedOptions).map(quote))}) valued=yes ;;
      esac
      if [[ \${COMP_WORDS[at+1]} == = ]]; then
        at=$((at + 2))
      elif [[ -n $valued ]]; then
        at=$((at + 1))
      fi
    else
      case "$path$word" in
${wrapped(commands.slice(1).map(({ path }) => quote(path.trimEnd())))}) path="$path$word " ;;
        *) position=$((position + 1)) ;;
      esac
    fi
  done

  if [[ -z $only_arguments ]]; then
    case "$path$prev" in
${indent(commands.flatMap(optionValues), 6)}
    esac
    if [[ $cur == -* ]]; then
      case "$path" in
${indent(commands.map(optionNames), 8)}
      esac
      return
    fi
  fi
  case "$path$position" in
${indent(commands.flatMap(argumentValues), 4)}
  esac
}

complete -F _marque marque
`
}

function valuedOptions({ path, command }: CommandPath): readonly string[] {
  return command.options
    .filter(({ values }) => values !== null)
    .flatMap(({ names }) => names.map((name) => path + name))
}

function optionValues({ path, command }: CommandPath): readonly string[] {
  return command.options.flatMap(({ names, values }) =>
    values === null
      ? []
      : [`${names.map((name) => quote(path + name)).join(' | ')}) ${replyWith(values)}return ;;`],
  )
}

function optionNames({ path, command }: CommandPath): string {
  return `${quote(path)}) ${replyWith(asWords(command.options.flatMap(namesOf)))};;`
}

function namesOf({ names }: OptionWords): readonly string[] {
  return names
}

function argumentValues({ path, command }: CommandPath): readonly string[] {
  if (command.commands.length > 0) {
    return [
      `${quote(`${path}0`)}) ${replyWith(asWords(command.commands.map(({ name }) => name)))};;`,
    ]
  }
  return command.arguments.flatMap(({ values, variadic }, index) => {
    if (values.kind === 'free') return []
    return [`${quote(path)}${variadic ? '*' : index}) ${replyWith(values)};;`]
  })
}

function asWords(texts: readonly string[]): Values {
  return { kind: 'words', words: texts.map((text) => ({ text, about: '' })) }
}

/** The shell command that sets COMPREPLY. */
function replyWith(values: Values): string {
  switch (values.kind) {
    case 'free':
      return ''
    case 'files':
      return `_marque_files ${quote(values.endings.join('|'))}; `
    case 'words':
      return `_marque_words ${quoteLines(values.words.map(({ text }) => text))}; `
  }
}

/** A newline-separated list for `compgen -W`. */
function quoteLines(texts: readonly string[]): string {
  return `$'${texts.map((text) => text.replaceAll(/[\\']/g, '\\$&')).join('\\n')}'`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The patterns of a `case` branch, six per line. */
function wrapped(patterns: readonly string[]): string {
  const lines: string[] = []
  for (let at = 0; at < patterns.length; at += 6) lines.push(patterns.slice(at, at + 6).join(' | '))
  return lines.map((line) => `        ${line}`).join(' | \\\n')
}

function indent(lines: readonly string[], columns: number): string {
  return lines.map((line) => ' '.repeat(columns) + line).join('\n')
}
