/**
 * The README of every published package: it says how to install the package, and its example runs.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Package, type Part, ROOT, readWorkspace, run } from '../workspace/index.ts'
import { playSessions } from './sessions.ts'

/** A TypeScript block marked `ts run`, and what it must print where a `text` block follows. */
const EXAMPLE = /^```ts run\n(?<code>[\s\S]*?)^```\n(?:\n```text\n(?<shown>[\s\S]*?)^```$)?/gm

/** Runs the examples of all READMEs; one part an example, and one for a README that lacks something. */
export async function readmes(): Promise<readonly Part[]> {
  const parts: Part[] = []
  for (const one of readWorkspace().packages.filter(({ published }) => published)) {
    parts.push(...(await checkReadme(one)))
  }
  return parts
}

async function checkReadme(one: Package): Promise<readonly Part[]> {
  const name = `${one.folder}/README.md`
  if (!existsSync(join(ROOT, name))) return [{ name, problem: 'is missing' }]
  const text = readFileSync(join(ROOT, name), 'utf8')
  const examples = [...(await runExamples(text, join(ROOT, one.folder))), ...(await sessions(text))]
  const problems = [
    ...(/^npm install (?:.* )?@marque\//m.test(text) ? [] : ['has no `npm install` line']),
    ...(examples.length > 0 ? [] : ['has no example that runs: a block `ts run` or `console`']),
  ]
  return [
    { name, problem: problems.length > 0 ? problems.join('\n') : null },
    ...examples.map((problem, index) => ({ name: `${name}: example ${index + 1}`, problem })),
  ]
}

async function sessions(text: string): Promise<readonly (string | null)[]> {
  return (await playSessions(text)).sessions.map(({ problem }) => problem)
}

/**
 * Runs the blocks marked `ts run` of a text as modules in `folder`, against the sources of the checkout.
 *
 * @returns For each what was wrong, or null.
 */
export async function runExamples(
  text: string,
  folder: string,
): Promise<readonly (string | null)[]> {
  const problems: (string | null)[] = []
  for (const match of text.matchAll(EXAMPLE)) {
    const { code = '', shown } = match.groups ?? {}
    const flags = ['--conditions=@marque/source', '--input-type=module-typescript', '--eval', code]
    const outcome = await run('node', ['--disable-warning=ExperimentalWarning', ...flags], {
      cwd: folder,
      env: { NO_COLOR: '1' },
    })
    if (outcome.code !== 0) problems.push(`exit ${outcome.code}\n${outcome.output}`)
    else if (shown !== undefined && outcome.stdout !== shown)
      problems.push(`prints\n${outcome.stdout}and not\n${shown}`)
    else problems.push(null)
  }
  return problems
}
