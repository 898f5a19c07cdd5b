/**
 * The documents tell the truth: examples check as they should, what `npm start` brings up does what it says, and what a document shows of a terminal
 * is what the command prints today.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, projectFiles, ROOT, run } from '../workspace/index.ts'

/** Runs the company of `npm start`, the examples, and every terminal session that a document shows. */
export async function documents(): Promise<readonly Part[]> {
  const files = projectFiles(ROOT)
  const parts: Part[] = [await company()]
  for (const file of files.filter((path) => /^examples\/[^/]+\/policy\.(ya?ml|json)$/.test(path))) {
    parts.push(await example(file))
  }
  for (const file of files.filter(showsSessions)) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const shown = await playSessions(text)
    for (const { command, problem } of shown.sessions)
      parts.push({ name: `${file}: ${command}`, problem })
  }
  return parts
}

/** Writes what the commands print today into the documents. Commands that end otherwise than before are not judged here. */
export async function rewriteDocuments(): Promise<readonly string[]> {
  const changed: string[] = []
  for (const file of projectFiles(ROOT).filter(showsSessions)) {
    const before = readFileSync(join(ROOT, file), 'utf8')
    const { text } = await playSessions(before)
    if (text === before) continue
    writeFileSync(join(ROOT, file), text)
    changed.push(file)
  }
  return changed
}

/** The guide has a test of its own, beside the example that it walks through. */
function showsSessions(file: string): boolean {
  return /^(README|CONTRIBUTING)\.md$/.test(file)
}

/** Everything that its pages ask, once and without a browser; it fails where the gateway does otherwise than it explains. */
async function company(): Promise<Part> {
  const { code, output } = await run(
    'node',
    [
      '--disable-warning=ExperimentalWarning',
      '--conditions=@marque/source',
      'examples/start/main.ts',
      '--once',
    ],
    {
      env: { NO_COLOR: '1' },
    },
  )
  return { name: 'npm start', problem: code === 0 ? null : output }
}

/** An example checks clean, unless it is there to show mistakes. */
async function example(file: string): Promise<Part> {
  const { code, output } = await run('marque', ['check', file], { env: { NO_COLOR: '1' } })
  const want = file.includes('/broken/') ? 3 : 0
  return { name: file, problem: code === want ? null : `exit ${code}, not ${want}\n${output}` }
}

/** A session in a document: a block marked `console`, with one command after `$ ` and then what it prints on both streams. */
const SESSION = /^```console\n\$ (?<command>.+)\n(?<shown>(?:(?!```).*\n)*)```$/gm

interface Played {
  readonly text: string
  readonly sessions: readonly { readonly command: string; readonly problem: string | null }[]
}

/**
 * Runs the sessions of a text, in the root of the checkout, with `node_modules/.bin` first on the PATH and without colour.
 *
 * @returns The text with today's output in it, and for each session how it differed from the text.
 */
export async function playSessions(document: string): Promise<Played> {
  let text = document
  const sessions: { command: string; problem: string | null }[] = []
  for (const match of document.matchAll(SESSION)) {
    const { command = '', shown = '' } = match.groups ?? {}
    const { output } = await run('bash', ['-c', command], {
      env: { NO_COLOR: '1', COLUMNS: '100' },
    })
    // Bash complains of a locale that the machine does not have; that is not the command's output.
    const own = output.replaceAll(/^bash: warning: setlocale: .*\n/gm, '')
    const printed = `${own.replaceAll(/[ \t]+$/gm, '').trimEnd()}\n`
    const same = printed === shown
    sessions.push({ command, problem: same ? null : `prints\n${printed}and not\n${shown}` })
    text = text.replace(match[0], () => `\`\`\`console\n$ ${command}\n${printed}\`\`\``)
  }
  return { text, sessions }
}
