/**
 * The engine decides the same in every JavaScript runtime: all conformance vectors, in Bun and in workerd, with the built files.
 *
 * @module
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from '../build/index.ts'
import { type Part, ROOT, run } from '../workspace/index.ts'
import { startWorkerd } from './workerd.ts'

interface Answer {
  readonly cases: number
  readonly differing: readonly string[]
}

/** Runs one vector file in a runtime and returns the result. */
type Ask = (vectors: string) => Promise<Answer>

const VECTORS = join(ROOT, 'packages', 'core', 'vectors')
const BUN = join(ROOT, 'node_modules', '@oven', 'bun-linux-x64', 'bin', 'bun')
const WORKERD = join(ROOT, 'node_modules', '@cloudflare', 'workerd-linux-64', 'bin', 'workerd')

/**
 * Runs every vector file of a folder in each runtime; one part per case. Runtimes that npm has not installed are listed in `skipped`.
 */
export async function runtimes(folderOfVectors: string = VECTORS): Promise<{
  readonly parts: readonly Part[]
  readonly skipped: readonly string[]
}> {
  // Core is built first; packages above it are not needed here.
  for await (const { name, ok, output } of build()) {
    if (!ok) return { parts: [{ name: `build ${name}`, problem: output }], skipped: [] }
    if (name === '@marque/core') break
  }
  const files = existsSync(folderOfVectors)
    ? readdirSync(folderOfVectors)
        .filter((file) => file.endsWith('.json'))
        .map((file) => join(folderOfVectors, file))
    : []
  if (files.length === 0)
    return { parts: [], skipped: ['packages/core/vectors contains no vectors'] }
  const parts: Part[] = []
  const skipped: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'marque-runtimes-'))
  try {
    const modules = layOut(folder)
    if (existsSync(BUN)) parts.push(...(await askAll('Bun', files, askBun(folder))))
    else skipped.push('Bun: npm installs it on Linux x64 only')
    if (existsSync(WORKERD)) {
      const { url, stop } = await startWorkerd(WORKERD, folder, ['worker.js', ...modules])
      try {
        parts.push(...(await askAll('workerd', files, askWorkerd(url))))
      } finally {
        await stop()
      }
    } else skipped.push('workerd: npm installs it on Linux x64 only')
    return { parts, skipped }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Copies the built engine and the scripts into one folder; returns the module names except `worker.js`. */
function layOut(folder: string): readonly string[] {
  const here = join(ROOT, 'tools', 'runtimes')
  for (const name of ['answer-vectors.js', 'same.js', 'bun-main.js', 'worker.js'])
    copyFileSync(join(here, name), join(folder, name))
  cpSync(join(ROOT, 'packages', 'core', 'dist'), join(folder, 'core'), { recursive: true })
  const engine = readdirSync(join(folder, 'core'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => `core/${file.replaceAll('\\', '/')}`)
  return ['answer-vectors.js', 'same.js', ...engine.sort()]
}

async function askAll(
  runtime: string,
  files: readonly string[],
  ask: Ask,
): Promise<readonly Part[]> {
  const parts: Part[] = []
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    try {
      const { cases, differing } = await ask(text)
      for (const id of differing)
        parts.push({ name: `${runtime}: ${basename(file)} ${id}`, problem: 'different result' })
      for (let same = differing.length; same < cases; same++)
        parts.push({ name: runtime, problem: null })
    } catch (error) {
      parts.push({
        name: `${runtime}: ${basename(file)}`,
        problem: error instanceof Error ? error.message : String(error),
      })
    }
  }
  return parts
}

function askBun(folder: string): Ask {
  return async (vectors) => {
    const { code, stdout, output } = await run(BUN, ['bun-main.js'], {
      cwd: folder,
      input: vectors,
    })
    if (code !== 0) throw new Error(output)
    return JSON.parse(stdout) as Answer
  }
}

function askWorkerd(url: string): Ask {
  return async (vectors) => {
    const answer = await fetch(url, { method: 'POST', body: vectors })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as Answer
  }
}
