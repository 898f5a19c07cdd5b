/**
 * Files of settings and addresses, as commands read them.
 *
 * @module
 */
import { type Address, readAddress, type SettingsProblem } from '@marque/gateway'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { showable } from '../terminal/text.ts'

/**
 * Reads a file of settings; what is wrong with it is told, each thing with its place.
 *
 * @throws {CommandError} Exit 1 for a file that cannot be read, 3 for one that is refused.
 */
export async function readConfig<Settings>(
  file: string,
  readFile: (
    file: string,
  ) => Promise<{ readonly settings: Settings } | { readonly problems: readonly SettingsProblem[] }>,
): Promise<Settings> {
  const read = await readFile(file).catch((error: unknown) => {
    throw new CommandError(EXIT.failure, `cannot read \`${showable(file)}\`: ${systemError(error)}`)
  })
  if ('settings' in read) return read.settings
  for (const { message, path, line, column } of read.problems) {
    const where = path === '' ? '' : ` (${showable(path)})`
    writeError(`${showable(file)}:${line}:${column}: ${showable(message)}${where}\n`)
  }
  throw new CommandError(EXIT.findings, `\`${showable(file)}\` is refused`)
}

/** @throws {CommandError} Exit 64 for a text that is no address. */
export function addressOf(flag: string, text: string): Address {
  const address = readAddress(text)
  if (address !== undefined) return address
  throw new CommandError(
    EXIT.usage,
    `\`${showable(text)}\` is no address for \`${flag}\``,
    'write host and port: 127.0.0.1:8080',
  )
}
