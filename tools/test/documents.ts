/**
 * Documents and examples are executed: the demo of `npm start`, the example policies, the terminal sessions in documents, the examples in
 * the READMEs of the packages.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, projectFiles, ROOT, run } from '../workspace/index.ts'
import { readmes } from './readmes.ts'
import { playSessions } from './sessions.ts'

/** Runs all documents and examples; one part per example and session. */
export async function documents(): Promise<readonly Part[]> {
  const files = projectFiles(ROOT)
  const parts: Part[] = [await demo()]
  for (const file of files.filter((path) => /^examples\/[^/]+\/policy\.(ya?ml|json)$/.test(path))) {
    parts.push(await example(file))
  }
  for (const file of files.filter(showsSessions)) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const shown = await playSessions(text)
    for (const { command, problem } of shown.sessions)
      parts.push({ name: `${file}: ${command}`, problem })
  }
  return [...parts, ...(await readmes())]
}

/** Rewrites the terminal sessions in documents with the current output. Exit codes are not compared. */
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

/** The guide has its own test: packages/policy/test/guide.test.ts. */
function showsSessions(file: string): boolean {
  return /^(README|CONTRIBUTING)\.md$/.test(file)
}

/** Sends every request of the demo's pages once, without a browser; fails if the gateway's decision differs from its explanation. */
async function demo(): Promise<Part> {
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

/** Example policies have no findings, except `examples/broken`, which demonstrates them. */
async function example(file: string): Promise<Part> {
  const { code, output } = await run('marque', ['check', file], { env: { NO_COLOR: '1' } })
  const want = file.includes('/broken/') ? 3 : 0
  return {
    name: file,
    problem: code === want ? null : `exit code ${code}, expected ${want}\n${output}`,
  }
}
