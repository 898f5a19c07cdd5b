import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, readLines } from './lines.ts'

async function linesOf(chunks: readonly (string | Uint8Array)[], limit?: number): Promise<Line[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  }
  const lines: Line[] = []
  for await (const batch of readLines(stream(), limit)) lines.push(...batch)
  return lines
}

const TOO_LONG = { fault: 'too-long' }
const NOT_UTF8 = { fault: 'encoding' }

const cases: readonly {
  readonly name: string
  readonly chunks: readonly (string | Uint8Array)[]
  readonly limit?: number
  readonly want: readonly unknown[]
}[] = [
  { name: 'nothing is no line', chunks: [], want: [] },
  { name: 'a last line needs no newline', chunks: ['a\nb'], want: ['a', 'b'] },
  { name: 'a newline at the end starts no line', chunks: ['a\n'], want: ['a'] },
  { name: 'empty lines are lines', chunks: ['\n\na\n'], want: ['', '', 'a'] },
  { name: 'a line may come in parts', chunks: ['a', 'b', 'c\nd', 'e'], want: ['abc', 'de'] },
  {
    name: 'a character may come in parts',
    chunks: [Buffer.from([0xc3]), Buffer.from([0xbc, 0x0a])],
    want: ['ü'],
  },
  {
    name: 'a byte order mark at the start is dropped',
    chunks: ['\ufeffa\n\ufeffb'],
    want: ['a', '\ufeffb'],
  },
  {
    name: 'a byte order mark in parts too',
    chunks: [Buffer.from([0xef]), Buffer.from([0xbb, 0xbf, 0x61])],
    want: ['a'],
  },
  {
    name: 'a bad byte spoils its own line only',
    chunks: ['a\nb', Buffer.from([0xff]), '\nc\n'],
    want: ['a', NOT_UTF8, 'c'],
  },
  {
    name: 'a bad byte within one chunk too',
    chunks: [Buffer.from('a\nb\xff\nc\n', 'latin1')],
    want: ['a', NOT_UTF8, 'c'],
  },
  {
    name: 'half of a surrogate pair in UTF-8 is a bad byte',
    chunks: [Buffer.from([0xed, 0xa0, 0x80, 0x0a])],
    want: [NOT_UTF8],
  },
  {
    name: 'a long line is skipped to its end',
    chunks: ['aaaa\nb\n'],
    limit: 3,
    want: [TOO_LONG, 'b'],
  },
  {
    name: 'a long line in parts too',
    chunks: ['a\naa', 'aa', 'aa\nb\n'],
    limit: 3,
    want: ['a', TOO_LONG, 'b'],
  },
  {
    name: 'a long line within a chunk too',
    chunks: ['a\naaaa\nb\n'],
    limit: 3,
    want: ['a', TOO_LONG, 'b'],
  },
  { name: 'a long last line', chunks: ['aaaa'], limit: 3, want: [TOO_LONG] },
  {
    name: 'a line of just the limit is read',
    chunks: ['aaa\naaa'],
    limit: 3,
    want: ['aaa', 'aaa'],
  },
]

for (const { name, chunks, limit, want } of cases) {
  test(name, async () => expect(await linesOf(chunks, limit)).toEqual(want))
}

test('where the chunks end changes nothing', async () => {
  const text = fc.array(fc.constantFrom('a', 'ü', '🙂', '\n', '\r', '\xff'), { maxLength: 40 })
  const cuts = fc.array(fc.nat(60), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(text, cuts, async (characters, places) => {
      const bytes = Buffer.concat(
        characters.map((character) =>
          Buffer.from(character, character === '\xff' ? 'latin1' : 'utf8'),
        ),
      )
      const ends = [...new Set(places.filter((place) => place < bytes.length))].sort(
        (a, b) => a - b,
      )
      const chunks = [...ends, bytes.length].map((end, index) =>
        bytes.subarray(ends[index - 1] ?? 0, end),
      )
      expect(await linesOf(chunks)).toEqual(await linesOf([bytes]))
    }),
  )
})

test('of a line without end nothing is kept', async () => {
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let chunk = 0; chunk < 512; chunk++) {
      yield Buffer.alloc(1024 * 1024, 'x')
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
  }
  const lines: Line[] = []
  for await (const batch of readLines(endless())) lines.push(...batch)
  expect(lines).toEqual([TOO_LONG])
  expect(most).toBeLessThan(256 * 1024 * 1024)
})
