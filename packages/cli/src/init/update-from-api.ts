/**
 * `init --update`: adds new endpoints of an OpenAPI document to a policy.
 *
 * @module
 */
import { chmodSync, statSync } from 'node:fs'
import { servedAt, updatePolicy } from '@marque/import'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { readInput, replaceFile, STDIN } from '../files/index.ts'
import { loadRuleOf, showFindings } from '../findings/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { readApis } from './from-api.ts'
import { addedErrors } from './judge-draft.ts'
import { nextCommands } from './next-commands.ts'

/**
 * Updates the policy. Does not touch the file if there is nothing to add.
 *
 * @param self Where the API is served, in place of the servers of the documents; empty for these.
 * @throws {CommandError} Exit 1 if the policy cannot be read, 3 if the policy or the document is invalid, or the new policy would be.
 */
export async function updateFromApi(
  file: string,
  from: readonly string[],
  self: readonly string[],
): Promise<ExitCode> {
  if (file === STDIN.argument)
    throw new CommandError(EXIT.usage, '`--update` requires a policy file, not `-`')
  const { name, bytes } = await readInput(file)
  const apis = (await readApis(from)).map((api) => servedAt(api, self))
  const old = decode(bytes, name)
  const { text, added, origins, findings } = updatePolicy(old, name, apis)
  await showFindings({ file: name, text: text ?? old, findings }, await loadRuleOf())
  if (text === null)
    throw new CommandError(EXIT.findings, `\`${name}\` is invalid; it was not changed`)
  if (text === old) {
    writeError(`${showable(file)} already has a resource for every endpoint; not changed\n`)
    return EXIT.fine
  }
  const errors = addedErrors(name, old, text)
  if (errors.length > 0) {
    await showFindings({ file: name, text, findings: errors }, await loadRuleOf())
    throw new CommandError(
      EXIT.findings,
      `\`${name}\` was not changed, because it would be invalid`,
      'correct the OpenAPI document, or add the resource by hand',
    )
  }
  const { mode } = statSync(file)
  replaceFile(file, new TextEncoder().encode(text))
  chmodSync(file, mode)
  const names = added.map((one) => `  ${one}`)
  writeError(
    [
      ...(origins.length > 0
        ? [
            `${showable(file)}: ${origins.join(', ')} added to \`self\`; if the API is served at an origin that is already there, name it with --self`,
          ]
        : []),
      `${showable(file)}: ${count(added.length, 'resource')} added${names.length > 0 ? ':' : ''}`,
      ...names,
      ...nextCommands(file, from),
      '',
    ].join('\n'),
  )
  return EXIT.fine
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new CommandError(EXIT.findings, `\`${name}\` is not valid UTF-8`, 'save it as UTF-8')
  }
}
