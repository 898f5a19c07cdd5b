/**
 * `init --from`: a first policy out of an OpenAPI document.
 *
 * @module
 */
import { basename } from 'node:path'
import { type Api, type Draft, draftFromApi, readOpenApi } from '@marque/import'
import { CommandError, EXIT } from '../errors/index.ts'
import { readInput } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import type { InitFlags } from './flags.ts'
import { hasError } from './judge-draft.ts'

/**
 * Reads the description, shows what was found in it, and drafts.
 *
 * @throws {CommandError} Exit 3 for a description with an error, 64 where nobody says how the API is called.
 */
export async function initFromApi(
  argument: string,
  flags: InitFlags,
  schema: string,
): Promise<Draft> {
  const api = await readApi(argument)
  if (api.self.length === 0 && flags.self === undefined) {
    throw new CommandError(
      EXIT.usage,
      `the servers in \`${argument}\` do not say by which origin browsers call the API`,
      'name it: --self https://api.example.com',
    )
  }
  return draftFromApi(api, {
    self: flags.self ?? [],
    contact: flags.contact ?? null,
    origins: flags.origin ?? [],
    credentials: flags.credentials ?? false,
    owner: flags.owner ?? null,
    schema,
    file: basename(argument),
  })
}

/**
 * Reads a description for a command that writes.
 *
 * @throws {CommandError} Exit 3 where it has an error; the findings are on stderr by then.
 */
export async function readApi(argument: string): Promise<Api> {
  const { name, bytes } = await readInput(argument)
  const { api, text, findings } = readOpenApi(bytes, name)
  await showFindings({ file: name, text, findings }, await loadRuleOf())
  if (api === null || hasError(findings)) {
    throw new CommandError(EXIT.findings, `\`${name}\` is refused, nothing is written`)
  }
  return api
}
