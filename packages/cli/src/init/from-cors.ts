/**
 * `init --from-cors`: a first policy from the options of a CORS library.
 *
 * @module
 */
import { basename } from 'node:path'
import { type Draft, draftFromCors, readCorsOptions } from '@marque/import'
import { CommandError, EXIT } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import type { InitFlags } from './flags.ts'
import { hasError } from './judge-draft.ts'

/** A draft, and whether nothing is left to do by hand. */
export interface SourceDraft {
  readonly draft: Draft
  readonly isComplete: boolean
}

/**
 * Reads the options, shows the findings, and drafts a policy. The file is never run.
 *
 * @throws {CommandError} Exit 3 if the file has no options that can be read, 64 without `--self`.
 */
export async function initFromCors(
  argument: string,
  flags: InitFlags,
  schema: string,
): Promise<SourceDraft> {
  const self = requireSelf(flags, 'the options of a CORS library')
  const { name, bytes } = await readInput(argument)
  const { options, text, findings } = readCorsOptions(bytes, name, {
    self,
    library: flags.library ?? null,
  })
  await showFindings({ file: name, text, findings }, await loadRuleOf())
  if (options === null) {
    throw new CommandError(EXIT.findings, `\`${name}\` cannot be read; no file was written`)
  }
  const draft = draftFromCors(options, {
    self,
    contact: flags.contact ?? null,
    owner: flags.owner ?? null,
    schema,
    file: basename(argument),
  })
  return { draft, isComplete: !hasError(findings) }
}

/** The public origins of the API, which the source does not have. */
export function requireSelf({ self }: InitFlags, source: string): readonly string[] {
  if (self !== undefined) return self
  throw new CommandError(
    EXIT.usage,
    `\`--self\` is missing: ${source} do not say what the origin of the API is`,
    'add --self https://api.example.com',
  )
}
