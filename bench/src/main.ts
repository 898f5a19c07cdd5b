/**
 * `npm run bench`: compares Marque with its peers in one run, as ratios.
 *
 * Figures on stdout, progress on stderr. No result is asserted: a slow machine does not fail a build.
 *
 * @module
 */
import { checkTable, measureCheck } from './check/index.ts'
import { compileTable, measureCompile } from './compile/index.ts'
import { FULL, QUICK, type Result, race, raceTables } from './decide/index.ts'
import { diffTable, measureDiff } from './diff/index.ts'
import { goTable, raceGo } from './go/index.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { machineText, type Table, tableText, writeFigures } from './report/index.ts'
import { askTable, measureAsking } from './verify/index.ts'

interface Report {
  readonly machine: string
  readonly figures: { readonly [part: string]: unknown }
  readonly tables: readonly Table[]
}

const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  process.stderr.write(`bench: ${options}\n\n${USAGE}`)
  process.exitCode = 64
} else print(await measure(options), options)

async function measure({ parts, quick }: Options): Promise<Report> {
  const machine = machineText()
  const figures: { [part: string]: unknown } = {}
  const tables: Table[] = []
  const effort = quick ? QUICK : FULL
  let raced: readonly Result[] = []
  // The Go table compares with Marque's figures, so the JavaScript benchmark runs too.
  if (parts.includes('decide') || parts.includes('go')) {
    raced = await race(effort, say)
    figures.decide = raced
    if (parts.includes('decide')) tables.push(...raceTables(raced))
  }
  if (parts.includes('go')) {
    say('Go')
    const go = await raceGo(quick ? 3 : 5, quick ? '20ms' : '100ms')
    figures.go = go
    if (go !== null) tables.push(goTable(go, raced))
    else say('  Go is not installed: skipped')
  }
  if (parts.includes('compile')) {
    say('compile')
    const runs = await measureCompile(quick ? 1 : 3)
    figures.compile = runs
    tables.push(compileTable(runs))
  }
  if (parts.includes('check')) {
    say('check')
    const cold = await measureCheck(quick ? 3 : 11)
    figures.check = cold
    tables.push(checkTable(cold))
  }
  if (parts.includes('diff')) {
    say('diff')
    const compared = measureDiff(quick ? 1 : 3)
    figures.diff = compared
    tables.push(diffTable(compared))
  }
  if (parts.includes('verify')) {
    say('verify')
    const asked = await measureAsking()
    figures.verify = asked
    tables.push(askTable(asked))
  }
  return { machine, figures, tables }
}

function print({ machine, figures, tables }: Report, { json, write }: Options): void {
  const text = [`${machine}\n`, ...tables.map(tableText)].join('\n')
  if (write) writeFigures(new URL('../README.md', import.meta.url), text)
  process.stdout.write(json ? `${JSON.stringify({ machine, figures }, null, 2)}\n` : text)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
