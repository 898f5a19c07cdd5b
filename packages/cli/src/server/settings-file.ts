/**
 * Settings files and addresses of the servers.
 *
 * @module
 */
import { type Address, readAddress, type SettingsProblem } from '@marque/gateway'
import { CommandError, EXIT, systemError } from '../errors.ts'
import { showable, writeError } from '../terminal/index.ts'

/**
 * Reads a settings file. Every problem is written to stderr with its line and column.
 *
 * @throws {CommandError} Exit 1 for a file that cannot be read, 3 for one that is invalid.
 */
export async function readSettings<Settings>(
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
    const key = path === '' ? '' : ` (${showable(path)})`
    writeError(`${showable(file)}:${line}:${column}: ${showable(message)}${key}\n`)
  }
  throw new CommandError(EXIT.findings, `\`${showable(file)}\` is invalid`)
}

/**
 * Reads the value of an option that takes `host:port`.
 *
 * @throws {CommandError} Exit 64.
 */
export function addressOption(flag: string, text: string): Address {
  const address = readAddress(text)
  if (address !== undefined) return address
  throw new CommandError(
    EXIT.usage,
    `invalid address \`${showable(text)}\` for \`${flag}\``,
    'write host and port: 127.0.0.1:8080',
  )
}
