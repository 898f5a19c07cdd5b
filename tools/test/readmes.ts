/**
 * The README of every published package: it packs the package with its dependencies, and its example runs.
 *
 * @module
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Outcome,
  type Package,
  type Part,
  ROOT,
  readWorkspace,
  run,
} from '../workspace/index.ts'
import { playSessions } from './sessions.ts'

/** A TypeScript block marked `ts run`, and its expected output if a `text` block follows. */
const EXAMPLE = /^```ts run\n(?<code>[\s\S]*?)^```\n(?:\n```text\n(?<shown>[\s\S]*?)^```$)?/gm

/** Runs the examples of all READMEs; one part per example, and one for each missing section of a README. */
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
  const { problems: ran } = await runExamples(text, join(ROOT, one.folder))
  const { sessions } = await playSessions(text)
  const examples = [...ran, ...sessions.map(({ problem }) => problem)]
  const problems = [
    ...notPacked(one, text).map((missing) => `\`npm pack\` does not name \`${missing}\``),
    ...(examples.length > 0 ? [] : ['has no executable example: a block `ts run` or `console`']),
  ]
  return [
    { name, problem: problems.length > 0 ? problems.join('\n') : null },
    ...examples.map((problem, index) => ({ name: `${name}: example ${index + 1}`, problem })),
  ]
}

/** The package and the packages of the checkout that it depends on, as far as the command of the README does not pack them. */
function notPacked({ name, manifest }: Package, text: string): readonly string[] {
  const command = /^npm pack (?:.*\\\n)*.*$/m.exec(text)?.[0] ?? ''
  const needed = [name, ...Object.keys(manifest.dependencies ?? {})]
  return needed.filter((one) => one.startsWith('@marque/') && !command.split(/\s+/).includes(one))
}

/** Runs a module from a temporary file in `folder`, where the packages of the checkout resolve by name. */
async function runModule(code: string, folder: string): Promise<Outcome> {
  const file = join(folder, `.readme-example-${process.pid}.ts`)
  writeFileSync(file, code)
  try {
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@marque/source']
    return await run('node', [...flags, file], { cwd: folder, env: { NO_COLOR: '1' } })
  } finally {
    rmSync(file, { force: true })
  }
}

/** Writes the current output of the examples and sessions into the READMEs. */
export async function rewriteReadmes(): Promise<readonly string[]> {
  const changed: string[] = []
  for (const { folder } of readWorkspace().packages.filter(({ published }) => published)) {
    const file = join(ROOT, folder, 'README.md')
    const before = readFileSync(file, 'utf8')
    const { text } = await playSessions((await runExamples(before, join(ROOT, folder))).text)
    if (text === before) continue
    writeFileSync(file, text)
    changed.push(`${folder}/README.md`)
  }
  return changed
}

/**
 * Runs the blocks marked `ts run` of a text as modules in `folder`, against the sources of the checkout.
 *
 * @returns The text with the current output, and for each example the problem, or null.
 */
export async function runExamples(
  document: string,
  folder: string,
): Promise<{ readonly text: string; readonly problems: readonly (string | null)[] }> {
  let text = document
  const problems: (string | null)[] = []
  for (const match of document.matchAll(EXAMPLE)) {
    const { code = '', shown } = match.groups ?? {}
    const outcome = await runModule(code, folder)
    if (outcome.code === 0 && shown !== undefined) {
      const block = `\n\`\`\`text\n${outcome.stdout}\`\`\``
      text = text.replace(match[0], () => match[0].replace(/\n```text\n[\s\S]*$/, () => block))
    }
    if (outcome.code !== 0) problems.push(`exit ${outcome.code}\n${outcome.output}`)
    else if (shown !== undefined && outcome.stdout !== shown)
      problems.push(`prints\n${outcome.stdout}and not\n${shown}`)
    else problems.push(null)
  }
  return { text, problems }
}
