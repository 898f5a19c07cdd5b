/**
 * `init --from-har`: a first policy from recorded traffic.
 *
 * @module
 */
import { basename } from 'node:path'
import { draftFromTraffic, type Observation, readHar } from '@marque/import'
import type { Finding } from '@marque/policy'
import { CommandError, EXIT } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import type { InitFlags } from './flags.ts'
import { requireSelf, type SourceDraft } from './from-cors.ts'

/**
 * Reads the recordings, shows the findings, and drafts a policy. The text of a recording is never shown: it holds secrets.
 *
 * @throws {CommandError} Exit 3 if a file cannot be read as HAR, 64 without `--self`.
 */
export async function initFromHar(
  from: readonly string[],
  flags: InitFlags,
  schema: string,
): Promise<SourceDraft> {
  const self = requireSelf(flags, 'recordings')
  const observations: Observation[] = []
  for (const argument of from) {
    const { name, bytes } = await readInput(argument)
    const read = readHar(bytes, name, self)
    await show(name, read.findings)
    if (read.observations === null)
      throw new CommandError(EXIT.findings, `\`${name}\` cannot be read; no file was written`)
    // One by one: a file has many more entries than a call may have arguments.
    for (const one of read.observations) observations.push(one)
  }
  const { draft, findings } = draftFromTraffic(observations, {
    self,
    contact: flags.contact ?? null,
    owner: flags.owner ?? null,
    schema,
    file: from.map((one) => basename(one)).join(', '),
  })
  await show(from.join(', '), findings)
  return { draft, isComplete: true }
}

async function show(file: string, findings: readonly Finding[]): Promise<void> {
  await showFindings({ file, text: '', findings }, await loadRuleOf())
}
