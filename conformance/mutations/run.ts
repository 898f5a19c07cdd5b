/**
 * Plants each fault in a copy of the engine and requires that the comparison finds it:
 * `node --conditions=@marque/source conformance/mutations/run.ts [name ...]`.
 *
 * Exit 1 where one survives, stands no longer in the engine, or where the engine without a fault differs from the oracle.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Mutation, mutations } from './mutations.ts'

const SOURCE = fileURLToPath(new URL('../../packages/core/src/', import.meta.url))
const COMPARE = fileURLToPath(new URL('../compare.ts', import.meta.url))
const HOOK = new URL('./resolve.ts', import.meta.url).href

/** Why the comparison with this engine ended: `same`, `different`, or what it printed otherwise. */
async function compareWith(directory: string, runs: number): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--conditions=@marque/source', '--import', HOOK, COMPARE],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        MARQUE_CORE: pathToFileURL(join(directory, 'index.ts')).href,
        MARQUE_RUNS: String(runs),
        MARQUE_SEED: '1',
        MARQUE_SHRINK: 'no',
      },
    },
  )
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code === 0) return 'same'
  // An engine that does not load exits with 1 too: only a difference that was printed counts.
  return code === 1 && stdout.includes('engine and oracle differ')
    ? 'different'
    : `exit ${code ?? signal}: ${stderr.slice(0, 400)}`
}

async function withCopy<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'marque-mutation-'))
  try {
    cpSync(SOURCE, directory, { recursive: true })
    return await use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Null where the fault is found, else what is wrong. */
function survivorOf({ file, find, replace }: Mutation): Promise<string | null> {
  return withCopy(async (directory) => {
    const path = join(directory, file)
    const text = readFileSync(path, 'utf8')
    const places = text.split(find).length - 1
    if (places !== 1) return `\`${find}\` stands ${places} times in ${file}, not once`
    writeFileSync(
      path,
      text.replace(find, () => replace),
    )
    const outcome = await compareWith(directory, 60_000)
    return outcome === 'different' ? null : outcome === 'same' ? 'survived' : outcome
  })
}

const wanted = process.argv.slice(2)
const chosen = mutations.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const untouched = await withCopy((directory) => compareWith(directory, 2_000))
console.log(`${untouched === 'same' ? 'same' : 'NOT THE SAME'}  the engine without a fault`)

/** One comparison for each core at a time; they take from the same queue, and the results stay in the order of the list. */
const queue = chosen.entries()
const survivors: (string | null)[] = []
const work = async (): Promise<void> => {
  for (const [index, mutation] of queue) survivors[index] = await survivorOf(mutation)
}
await Promise.all(Array.from({ length: availableParallelism() }, work))

for (const [index, { rule, name }] of chosen.entries()) {
  const survivor = survivors[index] ?? null
  const outcome = survivor === null ? 'found' : 'NOT FOUND'
  console.log(`${outcome}  ${rule} ${name}${survivor === null ? '' : `: ${survivor}`}`)
}
const found = survivors.filter((survivor) => survivor === null).length
console.log(`${found} of ${chosen.length} found`)
process.exitCode = untouched === 'same' && found === chosen.length ? 0 : 1
