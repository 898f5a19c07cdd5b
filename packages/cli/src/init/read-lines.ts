/**
 * Reads a file or stdin line by line, in bounded memory; compressed with gzip too.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CommandError, EXIT, systemError } from '../errors.ts'
import { STDIN } from '../files/index.ts'

/** Bytes of a line that are kept; what follows is skipped up to the line break. */
const LINE_LIMIT = 131_072

/**
 * Calls `add` with each line, without its line break. A byte that is not UTF-8 becomes U+FFFD.
 *
 * @throws {CommandError} Exit 1, with the reason, if the file cannot be read or is damaged.
 */
export async function readLines(argument: string, add: (line: string) => void): Promise<void> {
  const name = argument === STDIN.argument ? STDIN.name : argument
  const source = argument === STDIN.argument ? process.stdin : createReadStream(argument)
  let kept: Buffer[] = []
  let length = 0
  const keep = (part: Buffer): void => {
    if (length < LINE_LIMIT) kept.push(part.subarray(0, LINE_LIMIT - length))
    length += part.length
  }
  const finish = (): void => {
    const text = (kept.length === 1 ? kept[0] : Buffer.concat(kept))?.toString('utf8') ?? ''
    kept = []
    length = 0
    add(text.endsWith('\r') ? text.slice(0, -1) : text)
  }
  try {
    for await (const chunk of plain(source)) {
      let start = 0
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        keep(chunk.subarray(start, end))
        finish()
        start = end + 1
      }
      // A copy, because the chunk is much larger than what is left of it.
      if (start < chunk.length) keep(Buffer.from(chunk.subarray(start)))
    }
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read \`${name}\`: ${systemError(error)}`)
  }
  if (length > 0) finish()
}

/** The bytes of a stream, decompressed if they begin as gzip does. */
async function* plain(source: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const { value, done } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  const all = prepend(head, chunks)
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all
  else {
    const gunzip = createGunzip()
    // pipeline destroys both on an error of either, which the loop of the caller then throws.
    pipeline(Readable.from(all), gunzip, () => {})
    yield* gunzip
  }
}

async function* prepend(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* { [Symbol.asyncIterator]: () => rest }
}
