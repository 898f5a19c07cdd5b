/**
 * Reads a whole file or stdin, up to a size limit.
 *
 * @module
 */
import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs'
import { CommandError, EXIT, systemError } from '../errors.ts'

/** Maximum size in bytes: that of a bundle. Inputs such as `/dev/zero` have no end. */
export const INPUT_LIMIT = 134_217_728

/** The argument for stdin, and its name in messages. */
export const STDIN = { argument: '-', name: '<stdin>' } as const

/** The content of a file. */
export interface Input {
  /** As given on the command line, or `<stdin>`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Reads a file, a pipe (`<(…)`), or stdin for `-`.
 *
 * @throws {CommandError} Exit 1, with the operating system's reason.
 */
export async function readInput(argument: string): Promise<Input> {
  const name = argument === STDIN.argument ? STDIN.name : argument
  try {
    const bytes =
      argument === STDIN.argument
        ? await readStream(process.stdin, name)
        : (readRegularFile(argument, name) ?? (await readStream(createReadStream(argument), name)))
    return { name, bytes }
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(EXIT.failure, `cannot read \`${name}\`: ${systemError(error)}`)
  }
}

/** Reads synchronously, which is fastest; `undefined` if it is not a regular file, whose reading could block. */
function readRegularFile(path: string, name: string): Uint8Array | undefined {
  const file = openSync(path, 'r')
  try {
    const status = fstatSync(file)
    if (!status.isFile()) return undefined
    if (status.size > INPUT_LIMIT) throw tooLarge(name)
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

async function readStream(stream: AsyncIterable<Buffer>, name: string): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of stream) {
    length += part.length
    if (length > INPUT_LIMIT) throw tooLarge(name)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function tooLarge(name: string): CommandError {
  return new CommandError(EXIT.failure, `cannot read \`${name}\`: larger than ${INPUT_LIMIT} bytes`)
}
