import { setImmediate as turn } from 'node:timers/promises'
import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check'
import { expect, test } from 'vitest'
import { type DropCause, lineSink, type Write } from './line-sink.ts'

/** A disk that writes part of each chunk and reports how much. */
interface Disk {
  readonly write: Write
  readonly text: () => string
}

function disk(accepted: (length: number, nth: number) => number): Disk {
  const parts: Buffer[] = []
  let writes = 0
  return {
    write(bytes, done) {
      const count = accepted(bytes.length, writes++)
      parts.push(Buffer.from(bytes.subarray(0, count)))
      const error =
        count < bytes.length ? Object.assign(new Error('full'), { code: 'ENOSPC' }) : null
      setImmediate(() => done(error, count))
    },
    text: () => Buffer.concat(parts).toString('latin1'),
  }
}

test('each line is written completely and in order, or reported as dropped, whatever a disk accepts', async () => {
  const line = record({ length: integer({ min: 0, max: 150 }), pause: boolean() })
  await assert(
    asyncProperty(
      array(line, { maxLength: 60 }),
      array(constantFrom(1, 1, 1, 0, 0.3, 0.99), { minLength: 1, maxLength: 8 }),
      integer({ min: 40, max: 300 }),
      async (lines, shares, capacity) => {
        const target = disk((length, at) => Math.floor(length * (shares[at % shares.length] ?? 1)))
        const sink = lineSink(target.write, { chunk: 100, capacity })
        const dropped = new Map<string, DropCause[]>()
        const sent: string[] = []
        for (const [at, { length, pause }] of lines.entries()) {
          const text = `${at}:${'x'.repeat(length)}`
          sent.push(text)
          sink.write(text, (cause) => dropped.set(text, [...(dropped.get(text) ?? []), cause]))
          if (pause) await turn()
        }
        await sink.close(1_000)
        const whole = new Set(sent)
        const written = target
          .text()
          .split('\n')
          .filter((text) => whole.has(text) && !dropped.has(text))
        expect(written).toEqual(sent.filter((text) => !dropped.has(text)))
        for (const causes of dropped.values()) expect(causes).toHaveLength(1)
      },
    ),
    { numRuns: 150 },
  )
})

test('a disk that accepts everything loses nothing within the capacity', async () => {
  const target = disk((length) => length)
  const sink = lineSink(target.write, { chunk: 64, capacity: 100_000 })
  const lines = Array.from({ length: 500 }, (_, at) => `${at} ${'y'.repeat(at % 90)}`)
  for (const text of lines) sink.write(text, () => expect.unreachable())
  await sink.close(1_000)
  expect(target.text()).toBe(`${lines.join('\n')}\n`)
})

test('lines beyond the capacity are reported at once, and so are lines after the end', async () => {
  const target = disk((length) => length)
  const sink = lineSink(target.write, { chunk: 64, capacity: 10 })
  const causes: DropCause[] = []
  const write = (text: string): void => sink.write(text, (cause) => causes.push(cause))
  write('123456789')
  write('x')
  await sink.close(1_000)
  write('y')
  expect([target.text(), causes]).toEqual(['123456789\n', ['queue-full', 'closed']])
})
