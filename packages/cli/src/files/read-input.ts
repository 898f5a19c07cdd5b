/**
 * Reading of a whole file, or of stdin, within bounds.
 *
 * @module
 */
import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs'
import { CommandError, EXIT, systemError } from '../errors/index.ts'

/** What is read at most, in bytes: as much as a bundle may have. `/dev/zero` has no end. */
export const INPUT_LIMIT = 134_217_728

/** The argument that stands for stdin, and the name of stdin in messages. */
export const STDIN = { argument: '-', name: '<stdin>' } as const

/** A file that was read. */
export interface Input {
  /** As the user wrote it, or `<stdin>`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Reads what an argument names: a file, a pipe (`<(…)`), or stdin for `-`.
 *
 * @throws {CommandError} Exit 1, with the system's reason in words.
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

/** At once, which is the fastest; `undefined` for what is no regular file and might make this thread wait. */
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
  return new CommandError(
    EXIT.failure,
    `cannot read \`${name}\`: it has more than ${INPUT_LIMIT} bytes`,
  )
}
