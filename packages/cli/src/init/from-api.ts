/**
 * `init --from`: a first policy from an OpenAPI document.
 *
 * @module
 */
import { basename } from 'node:path'
import { type Api, type Draft, draftFromApi, readOpenApi } from '@marque/import'
import { CommandError, EXIT } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import type { InitFlags } from './flags.ts'
import { hasError } from './judge-draft.ts'

/**
 * Reads the OpenAPI document, shows its findings, and drafts a policy.
 *
 * @throws {CommandError} Exit 3 for an invalid document, 64 if neither the document nor `--self` has the origin of the API.
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
      `\`servers\` in \`${argument}\` has no public origin of the API`,
      'add it with --self https://api.example.com',
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
 * Reads an OpenAPI document.
 *
 * @throws {CommandError} Exit 3 if it is invalid, with its findings on stderr.
 */
export async function readApi(argument: string): Promise<Api> {
  const { name, bytes } = await readInput(argument)
  const { api, text, findings } = readOpenApi(bytes, name)
  await showFindings({ file: name, text, findings }, await loadRuleOf())
  if (api === null || hasError(findings)) {
    throw new CommandError(EXIT.findings, `\`${name}\` is invalid; no file was written`)
  }
  return api
}
