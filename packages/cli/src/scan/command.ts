/**
 * `marque scan URL`: asks one URL of an API, and reports what is wrong whatever its policy may be.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { type HeaderLine, readOrigin } from '@marque/core'
import { scan, scanExitCodeOf } from '@marque/verify'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { columnsFor, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import { readHeaderFlag } from '../verify/index.ts'
import type { ScanFlags } from './flags.ts'
import { SCAN_FORMATS } from './formats.ts'

/** Runs the command. Everything that can be wrong with its flags is reported before the first request. */
export async function runScan(target: string, flags: ScanFlags): Promise<ExitCode> {
  const format = await SCAN_FORMATS[flags.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${flags.format}\``)
  const url = readUrl(target)
  const trusted = flags.origin === undefined ? null : readTrusted(flags.origin)
  const lines = (flags.header ?? []).map(readHeaderFlag)
  const ca = flags.caFile === undefined ? null : (await readInput(flags.caFile)).bytes
  const stop = new AbortController()
  stopOnInterrupt(stop)
  const showProgress = process.stderr.isTTY === true && process.env.TERM !== 'dumb'
  const { report, notes } = await scan({
    url,
    trusted,
    headers: lines.filter(isPublic),
    credentials: lines.filter((line) => !isPublic(line)),
    rate: flags.rate,
    tls: { ca: ca === null ? null : Buffer.from(ca).toString('latin1'), client: null },
    timeout: 10_000,
    seed: randomInt(2 ** 32),
    signal: stop.signal,
    now: Date.now,
    ...(showProgress && {
      onProgress: (done: number) => writeError(`\r\u001b[Kmarque: ${done} of at most 60 requests`),
    }),
  })
  if (showProgress) writeError('\r\u001b[K')
  await writeOut(
    format(report, {
      notes,
      palette: paletteFor(process.stdout, process.env),
      columns: columnsFor(process.stdout),
    }),
  )
  if (flags.format !== 'pretty') {
    for (const note of notes) writeError(`marque: note: ${showable(note)}\n`)
  }
  return stop.signal.aborted ? EXIT.interrupted : scanExitCodeOf(report)
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) {
    if (url.username === '' && url.password === '') return text
    throw new CommandError(
      EXIT.usage,
      'the URL has a login in it',
      "give it as --header 'Authorization: …', which is never shown",
    )
  }
  throw new CommandError(
    EXIT.usage,
    `\`${text}\` is no http or https URL`,
    'marque scan https://api.example.com/v1/orders',
  )
}

function readTrusted(text: string): string {
  if (readOrigin(text) !== undefined) return text
  throw new CommandError(
    EXIT.usage,
    `\`${text}\` is no origin`,
    'write scheme and host as browsers send them, without a path: https://app.example.com',
  )
}

/** Headers that reach the API and say nothing secret; they go with OPTIONS too. */
function isPublic([name]: HeaderLine): boolean {
  return /^(?:host|user-agent|accept(?:-.*)?|forwarded|x-forwarded-.*)$/i.test(name)
}

/** The first Ctrl-C ends the scan with a report of what is known, the second ends the process. */
function stopOnInterrupt(stop: AbortController): void {
  process.removeAllListeners('SIGINT')
  process.once('SIGINT', () => {
    process.once('SIGINT', () => process.exit(EXIT.interrupted))
    stop.abort()
  })
}
