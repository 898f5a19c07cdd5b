/**
 * Terminal sessions in Markdown: blocks marked `console`, run and compared.
 *
 * @module
 */
import { run } from '../workspace/index.ts'

/** A block marked `console`: one command after `$ `, then its output on stdout and stderr. */
const SESSION = /^```console\n\$ (?<command>.+)\n(?<shown>(?:(?!```).*\n)*)```$/gm

interface PlayedSessions {
  readonly text: string
  readonly sessions: readonly { readonly command: string; readonly problem: string | null }[]
}

/**
 * Runs the sessions of a text, in the root of the checkout, with `node_modules/.bin` first on the PATH and without colour.
 *
 * @returns The text with the current output, and for each session its difference from the text.
 */
export async function playSessions(document: string): Promise<PlayedSessions> {
  let text = document
  const sessions: { command: string; problem: string | null }[] = []
  for (const match of document.matchAll(SESSION)) {
    const { command = '', shown = '' } = match.groups ?? {}
    // One pipe for both streams: the order in which two pipes are read is not that in which they were written.
    const { output } = await run('bash', ['-c', `exec 2>&1; ${command}`], {
      env: { NO_COLOR: '1', COLUMNS: '100' },
    })
    // Bash warns about a missing locale; the warning is not output of the command.
    const own = output.replaceAll(/^bash: warning: setlocale: .*\n/gm, '')
    const printed = `${own.replaceAll(/[ \t]+$/gm, '').trimEnd()}\n`
    const same = printed === shown
    sessions.push({ command, problem: same ? null : `prints\n${printed}and not\n${shown}` })
    text = text.replace(match[0], () => `\`\`\`console\n$ ${command}\n${printed}\`\`\``)
  }
  return { text, sessions }
}
