/**
 * `npm start`: a demo site behind the gateway, for a browser. `--once` sends every request without one, and exits.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { SyncEvent } from '@marque/sync'
import { choosePorts, type Demo, freePorts, startDemoOnPorts } from './demo/index.ts'
import { hasScreen, inkFor, openBrowser, sendOnce, tableOf, welcome } from './terminal/index.ts'

const HELP = `npm start -- [options]

  --no-open   open no browser
  --mistake   put a proxy in front of the gateway that echoes every origin, for marque verify to find
  --once      send every request once without a browser, print the results, and exit
  --help      this text
`

const ink = inkFor(process.stdout, process.env)

interface Flags {
  readonly once: boolean
  readonly open: boolean
  readonly mistake: boolean
  readonly help: boolean
}

/** @throws {TypeError} Unknown option. */
function readFlags(): Flags {
  const { values } = parseArgs({
    options: {
      'no-open': { type: 'boolean', default: false },
      mistake: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return { once: values.once, open: !values['no-open'], mistake: values.mistake, help: values.help }
}

async function once(): Promise<void> {
  const demo = await startDemoOnPorts(await freePorts())
  try {
    process.stdout.write(`\n${tableOf(await sendOnce(demo), ink)}\n`)
  } finally {
    await demo.close()
  }
}

async function live(mayOpen: boolean, withMistake: boolean): Promise<void> {
  const { ports, taken } = await choosePorts()
  if (taken.length > 0) {
    const list = taken.join(', ')
    process.stderr.write(
      `marque: another program listens on ${list}, so the demo uses other ports and a copy of the policy\n`,
    )
  }
  const demo = await startDemoOnPorts(ports, { onEvent: reportEvent, withMistake })
  stopOnSignals(demo)
  process.stdout.write(welcome(demo, process.uptime(), ink))
  const [first] = demo.sites
  if (mayOpen && first !== undefined && hasScreen(process.env, process.stdout.isTTY)) {
    openBrowser(`${first.origin}/`)
  }
}

/**
 * Closes everything on a signal. A second signal exits at once, unless it comes within a second of the first: Ctrl-C reaches
 * the whole process group, and npm and `tools/setup.mjs` each forward the signals they receive, so one Ctrl-C arrives several times.
 */
function stopOnSignals(demo: Demo): void {
  let since: number | undefined
  const stop = (): void => {
    if (since !== undefined && performance.now() - since > 1000) process.exit(130)
    if (since !== undefined) return
    since = performance.now()
    demo.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}

function reportEvent(event: SyncEvent): void {
  if (event.type === 'swapped') {
    process.stdout.write(`the policy is in force: ${event.held.digest.slice(0, 19)}…\n`)
  }
  if (event.type === 'rejected') {
    process.stderr.write(
      `the new policy is invalid, the previous one stays in force: ${event.problem.message}\n`,
    )
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
    else await live(flags.open, flags.mistake)
  } catch (error) {
    fail(error, 1)
  }
}

await main()
