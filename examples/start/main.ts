/**
 * `npm start`: a small company behind the gateway, for a browser. `--once` asks everything without one, and ends.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { SyncEvent } from '@marque/sync'
import { type Company, startCompany } from './company/company.ts'
import { choosePorts, freePorts } from './company/ports.ts'
import { askOnce, tableOf } from './terminal/ask-once.ts'
import { inkFor } from './terminal/ink.ts'
import { hasScreen, openBrowser } from './terminal/open-browser.ts'
import { welcome } from './terminal/welcome.ts'

const HELP = `npm start -- [options]

  --no-open   open no browser
  --once      ask everything once without a browser, print what came of it, and stop
  --help      this text
`

const ink = inkFor(process.stdout, process.env)

interface Flags {
  readonly once: boolean
  readonly open: boolean
  readonly help: boolean
}

/** @throws {TypeError} An option is not known. */
function readFlags(): Flags {
  const { values } = parseArgs({
    options: {
      'no-open': { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return { once: values.once, open: !values['no-open'], help: values.help }
}

async function once(): Promise<void> {
  const company = await startCompany(await freePorts())
  try {
    process.stdout.write(`\n${tableOf(await askOnce(company), ink)}\n`)
  } finally {
    await company.close()
  }
}

async function live(mayOpen: boolean): Promise<void> {
  const { ports, taken } = await choosePorts()
  if (taken.length > 0) {
    const list = taken.join(', ')
    process.stderr.write(
      `marque: another program listens on ${list}, so these are other ports and a copy of the policy\n`,
    )
  }
  const company = await startCompany(ports, tell)
  stopOnSignals(company)
  process.stdout.write(welcome(company, process.uptime(), ink))
  const [first] = company.places
  if (mayOpen && first !== undefined && hasScreen(process.env, process.stdout.isTTY)) {
    openBrowser(`${first.origin}/`)
  }
}

/**
 * Closes everything on a signal. A second signal exits at once, unless it comes within a second of the first: Ctrl-C reaches
 * the whole process group, and npm and `tools/setup.mjs` each pass on what they get, so one Ctrl-C arrives several times.
 */
function stopOnSignals(company: Company): void {
  let since: number | undefined
  const stop = (): void => {
    if (since !== undefined && performance.now() - since > 1000) process.exit(130)
    if (since !== undefined) return
    since = performance.now()
    company.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}

function tell(event: SyncEvent): void {
  if (event.type === 'swapped') {
    process.stdout.write(`the policy is in force: ${event.held.digest.slice(0, 19)}…\n`)
  }
  if (event.type === 'rejected') {
    process.stderr.write(`the policy is refused, the last one stays: ${event.problem.message}\n`)
  }
}

function fail(error: unknown, exit: number): void {
  process.stderr.write(`marque: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exit
}

async function main(): Promise<void> {
  let flags: Flags
  try {
    flags = readFlags()
  } catch (error) {
    fail(error, 64)
    return
  }
  try {
    if (flags.help) process.stdout.write(HELP)
    else if (flags.once) await once()
    else await live(flags.open)
  } catch (error) {
    fail(error, 1)
  }
}

await main()
