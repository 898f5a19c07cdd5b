/**
 * The command blocks of the guide: ```` ```console ```` blocks in which a line that starts with `$ ` is a command and what follows is
 * its output.
 *
 * In an output `…` stands for any text, line ends included, so that a page can leave out what does not matter there. A line
 * `[exit 3]` at the end says that the command ends so; where there is none it ends with 0.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** One command with the output that the page shows. */
export interface ConsoleCommand {
  readonly command: string
  readonly output: string
  /** The lines of the output in the page, from 0: the first, and the one after the last. */
  readonly lines: readonly [number, number]
}

/** The commands of a page, in order. A command that ends in `\` goes on in the next line. */
export function consoleCommands(page: string): readonly ConsoleCommand[] {
  const lines = page.split('\n')
  const commands: ConsoleCommand[] = []
  let inside = false
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (!inside || line === '```') inside = line === '```console'
    else if (line.startsWith('$ ')) {
      let command = line.slice(2)
      while (command.endsWith('\\')) command += `\n${lines[++at] ?? ''}`
      const from = at + 1
      let to = from
      while (to < lines.length && lines[to] !== '```' && !lines[to]?.startsWith('$ ')) to++
      commands.push({ command, output: lines.slice(from, to).join('\n'), lines: [from, to] })
      at = to - 1
    }
  }
  return commands
}

/** Whether a page's output fits what came. */
export function fits(shown: string, got: string): boolean {
  const parts = shown.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*?')}$`).test(got)
}

/** Runs a command of the guide at the root of the checkout, without colours, and says what a reader would see. */
export function runCommand(command: string, root: string): string {
  const ran = spawnSync('bash', ['-c', `${command}`], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      NO_COLOR: '1',
      COLUMNS: '100',
      LC_ALL: 'C.UTF-8',
    },
  })
  const text = `${ran.stdout}${ran.stderr}`.trimEnd()
  return ran.status === 0 ? text : `${text}\n[exit ${ran.status ?? ran.signal}]`.trimStart()
}
