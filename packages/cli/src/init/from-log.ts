/**
 * `init --from-log`: a first policy from logs of servers.
 *
 * @module
 */
import { basename } from 'node:path'
import { compileFormat, draftFromLog, LOG_LINES, LogEvidence, type ReadLine } from '@marque/import'
import { CommandError, EXIT } from '../errors.ts'
import { STDIN } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import { writeError } from '../terminal/index.ts'
import type { InitFlags } from './flags.ts'
import { requireSelf, type SourceDraft } from './from-cors.ts'
import { readLines } from './read-lines.ts'

/**
 * Reads the logs, shows the findings, and drafts a policy. Of a log only origins, paths and counts are shown.
 *
 * @throws {CommandError} Exit 3 if no line can be read, or none has an origin; 64 without `--self` or with an unusable format; 1 if a file cannot be read.
 */
export async function initFromLog(
  from: readonly string[],
  flags: InitFlags,
  schema: string,
): Promise<SourceDraft> {
  const self = requireSelf(flags, 'logs')
  const evidence = new LogEvidence({
    self,
    confirmed: flags.origin ?? [],
    format: formatOf(flags.logFormat),
  })
  for (const argument of from) await readLines(argument, (line) => evidence.add(line))
  const file = from.map((one) => (one === STDIN.argument ? STDIN.name : basename(one))).join(', ')
  const { draft, findings } = draftFromLog(evidence, {
    self,
    contact: flags.contact ?? null,
    owner: flags.owner ?? null,
    schema,
    file,
  })
  await showFindings({ file, text: '', findings }, await loadRuleOf())
  if (draft === null) {
    if (findings.some(({ code }) => code === 'MQ-881')) writeError(linesToAdd())
    throw new CommandError(EXIT.findings, `\`${file}\` cannot be used; no file was written`)
  }
  return { draft, isComplete: true }
}

function formatOf(text: string | undefined): ReadLine | null {
  if (text === undefined) return null
  const { read, problem } = compileFormat(text)
  if (read === null)
    throw new CommandError(EXIT.usage, `\`--log-format\` cannot be used: ${problem}`)
  return read
}

function linesToAdd(): string {
  const parts = Object.entries(LOG_LINES).map(
    ([server, lines]) => `${server}:\n\n${lines.replaceAll(/^/gm, '  ')}\n`,
  )
  return `\nAdd to the configuration of the server:\n\n${parts.join('\n')}\n`
}
