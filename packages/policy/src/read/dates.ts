/**
 * Instants and days (D12): an instant has an offset, a bare date stands only in `reviewBy`.
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import { type Fault, type Reader, report } from './reader.ts'

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
/** RFC 3339, 5.6; three digits of a second at most, since times are milliseconds. */
const INSTANT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,3}))?(Z|z|[+-][0-9]{2}:[0-9]{2})?$/

/** Reads an instant as epoch milliseconds; null where there is none, or none that can be read. */
export function readInstant(reader: Reader, value: unknown, path: Pointer): number | null {
  return readTime(reader, value, path, parseInstant)
}

/** Reads a day as the epoch milliseconds of its start in UTC. */
export function readDay(reader: Reader, value: unknown, path: Pointer): number | null {
  return readTime(reader, value, path, parseDay)
}

/**
 * The instant that a text names.
 *
 * @returns Epoch milliseconds, or what is wrong.
 */
export function parseInstant(text: string): number | Fault {
  const parts = INSTANT.exec(text)
  if (!parts) return notInstant(text)
  const [, day = '', hours = '', minutes = '', seconds = '', fraction = '', offset] = parts
  if (offset === undefined) {
    return {
      code: 'MQ-174',
      message: `\`${text}\` has no offset`,
      help: `say where the clock hangs: \`${text}Z\` for UTC, or an offset such as \`+01:00\``,
    }
  }
  const start = parseDay(day)
  if (typeof start !== 'number') return start
  const shift = offsetMinutes(offset)
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || shift === undefined) {
    return {
      code: 'MQ-175',
      message: `\`${text}\` is no time of a day`,
      help: 'hours go to 23, minutes and seconds to 59; leap seconds cannot be named',
    }
  }
  const clock = ((Number(hours) * 60 + Number(minutes) - shift) * 60 + Number(seconds)) * 1000
  const instant = start + clock + Number(fraction.padEnd(3, '0'))
  return instant >= 0 ? instant : tooEarly(text)
}

function parseDay(text: string): number | Fault {
  const parts = DAY.exec(text)
  if (!parts) {
    return { code: 'MQ-176', message: `\`${shorten(text)}\` is no day` }
  }
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  if (year < 1970) return tooEarly(text)
  const time = Date.UTC(year, month - 1, day)
  const date = new Date(time)
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? time : { code: 'MQ-175', message: `there is no day \`${text}\`` }
}

function notInstant(text: string): Fault {
  const code = 'MQ-173'
  const shown = `\`${shorten(text)}\``
  if (DAY.test(text)) {
    return {
      code,
      message: `${shown} is a day, and an instant is wanted`,
      help: `write the time and the offset too: \`${text}T00:00:00Z\``,
    }
  }
  const spaced = text.replace(/^(\S+) +(\S+)$/, '$1T$2')
  if (spaced !== text && INSTANT.test(spaced)) {
    return {
      code,
      message: `${shown} is no instant`,
      help: `write \`T\` between day and time: \`${spaced}\``,
    }
  }
  return { code, message: `${shown} is no instant` }
}

function tooEarly(text: string): Fault {
  return { code: 'MQ-175', message: `\`${text}\` is before 1970, when the clocks of layers start` }
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(4))
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function readTime(
  reader: Reader,
  value: unknown,
  path: Pointer,
  parse: (text: string) => number | Fault,
): number | null {
  if (typeof value !== 'string') return null
  const time = parse(value)
  if (typeof time === 'number') return time
  report(reader, path, time, shorten(value))
  return null
}
