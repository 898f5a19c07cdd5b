/**
 * Real shells that complete a line: what each offers at the end of it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What a shell is asked: to complete `line` in a folder, with the script of a file. */
export interface Question {
  readonly script: string
  readonly line: string
  readonly cwd: string
  /** A folder of programs that go before all others. */
  readonly bin?: string | undefined
}

/** What a shell offers, sorted; without what it says of each. */
export type Complete = (question: Question) => readonly string[]

/** Whether a program is on the PATH. */
export function isThere(program: string): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)))
}

/** Words as bash splits them for completion: at spaces and at `=`; the last is the one that is completed. */
const BASH = `
source "$1"
[[ $(complete -p marque) == 'complete -F _marque marque' ]] || exit 9
read -r -a COMP_WORDS <<< "\${2//=/ = }"
[[ $2 == *[\\ =] ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
COMP_LINE=$2 COMP_POINT=\${#2}
_marque
printf '%s\\n' "\${COMPREPLY[@]}"
`

export const bash: Complete = ({ script, line, cwd, bin }) =>
  lines(run('bash', ['--norc', '--noprofile', '-c', BASH, 'bash', script, line], cwd, bin))

export const fish: Complete = ({ script, line, cwd, bin }) =>
  lines(
    run(
      'fish',
      ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line],
      cwd,
      bin,
    ),
  ).map((one) => one.split('\t')[0] ?? '')

/**
 * A zsh behind a terminal of its own gets the line and a Tab; a `compadd` of ours writes down what the completion adds.
 */
const ZSH = `
zmodload zsh/zpty
setup=$(mktemp)
cat > $setup <<'SETUP'
PROMPT= ; unsetopt beep; setopt rcquotes
autoload -Uz compinit && compinit -u -D
source "$MARQUE_SCRIPT"
zstyle ':completion:*' list-grouped false
zstyle ':completion:*' list-separator ''
bindkey '^I' complete-word
null-line () { print -r -- BEGIN }
compprefuncs=(null-line)
end-line () { print -r -- END; exit }
comppostfuncs=(end-line)
compadd () {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return $?; fi
  typeset -a hits
  builtin compadd -A hits "$@"
  builtin compadd "$@"
  local status_of=$?
  (( $#hits )) && print -rl -- "HIT "$^hits
  return $status_of
}
print -r -- READY
SETUP
zpty z zsh -f -i
zpty -w z "source $setup"
zpty -r z ready '*READY*'
zpty -w -n z "$1"$'\\t'
out=
while zpty -r z part; do
  out+=$part
  [[ $part == *END* ]] && break
done
print -r -- "$out"
rm -f $setup
`

export const zsh: Complete = ({ script, line, cwd, bin }) =>
  lines(run('zsh', ['-f', '-c', ZSH, 'zsh', line], cwd, bin, { MARQUE_SCRIPT: script }))
    .map((one) => /HIT (.*?)\r?$/.exec(one)?.[1] ?? '')
    .filter((one) => one !== '')

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  bin?: string,
  env = {},
): string {
  const ran = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: 300_000,
    env: {
      PATH: [...(bin === undefined ? [] : [bin]), process.env.PATH].join(delimiter),
      HOME: cwd,
      TERM: 'dumb',
      LC_ALL: 'C.UTF-8',
      ...env,
    },
  })
  if (ran.status !== 0) throw new Error(`${program} ended with ${ran.status}: ${ran.stderr}`)
  return ran.stdout
}

function lines(text: string): readonly string[] {
  return [...new Set(text.split('\n').filter((line) => line.trim() !== ''))].toSorted()
}
