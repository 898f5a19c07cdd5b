/**
 * Plants each fault in a copy of the engine and requires that the comparison finds it:
 * `node --conditions=@marque/source conformance/mutations/run.ts [name ...]`.
 *
 * Exit 1 where one survives, stands no longer in the engine, or where the engine without a fault differs from the oracle.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Mutation, mutations } from './mutations.ts'

const SOURCE = fileURLToPath(new URL('../../packages/core/src/', import.meta.url))
const COMPARE = fileURLToPath(new URL('../compare.ts', import.meta.url))
const HOOK = new URL('./resolve.ts', import.meta.url).href

/** Why the comparison with this engine ended: `same`, `different`, or what it printed otherwise. */
function compareWith(directory: string, runs: number): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@marque/source', '--import', HOOK, COMPARE],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        MARQUE_CORE: pathToFileURL(join(directory, 'index.ts')).href,
        MARQUE_RUNS: String(runs),
        MARQUE_SEED: '1',
        MARQUE_SHRINK: 'no',
      },
    },
  )
  if (status === 0) return 'same'
  // An engine that does not load exits with 1 too: only a difference that was printed counts.
  return status === 1 && stdout.includes('engine and oracle differ')
    ? 'different'
    : stderr.slice(0, 400)
}

function withCopy<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'marque-mutation-'))
  try {
    cpSync(SOURCE, directory, { recursive: true })
    return use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Null where the fault is found, else what is wrong. */
function survivorOf({ file, find, replace }: Mutation): string | null {
  return withCopy((directory) => {
    const path = join(directory, file)
    const text = readFileSync(path, 'utf8')
    const places = text.split(find).length - 1
    if (places !== 1) return `\`${find}\` stands ${places} times in ${file}, not once`
    writeFileSync(
      path,
      text.replace(find, () => replace),
    )
    const outcome = compareWith(directory, 60_000)
    return outcome === 'different' ? null : outcome === 'same' ? 'survived' : outcome
  })
}

const wanted = process.argv.slice(2)
const chosen = mutations.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const untouched = withCopy((directory) => compareWith(directory, 2_000))
console.log(`${untouched === 'same' ? 'same' : 'NOT THE SAME'}  the engine without a fault`)
let failures = untouched === 'same' ? 0 : 1
for (const mutation of chosen) {
  const survivor = survivorOf(mutation)
  if (survivor !== null) failures++
  console.log(
    `${survivor === null ? 'found' : 'NOT FOUND'}  ${mutation.rule} ${mutation.name}${survivor === null ? '' : `: ${survivor}`}`,
  )
}
console.log(
  `${chosen.length - (failures - (untouched === 'same' ? 0 : 1))} of ${chosen.length} found`,
)
process.exitCode = failures === 0 ? 0 : 1
