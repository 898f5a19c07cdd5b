/**
 * A file of usage: `marque-usage/1`, appended each hour.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import {
  type DecidedRequest,
  HOUR,
  type LayerName,
  UsageCounts,
  type UsageHour,
  type UsageRecorder,
  usageHeader,
  usageLines,
} from '@marque/core/telemetry'
import { type Clock, SYSTEM_CLOCK } from './clock-guard.ts'

export interface UsageFileOptions {
  /** Created if it is missing; its folder must exist. One process writes to it. */
  readonly path: string
  readonly layer: LayerName
  /** The environment until there is a policy, whose environment is used then (default: `production`). */
  readonly environment?: string
  /** Called with each new problem of writing, in one line (default: `console.error`). */
  readonly onProblem?: (message: string) => void
  readonly clock?: Pick<Clock, 'wall'>
}

export interface UsageFile extends UsageRecorder {
  /** Writes the current hour, for a second at most, and stops. */
  close(): Promise<void>
}

/** Milliseconds. */
const CLOSE_TIMEOUT = 1_000

/** Hours whose loss is still to be written, while the disk is full. */
const MAX_LOST = 1_000

const NEW_LINE = 10

/**
 * Opens a file of usage and counts from now on.
 *
 * Each hour of UTC is written when it has ended, in one write; a crash loses the current hour at most. A write that fails is undone, and its decisions are counted as
 * dropped in the next one; recording goes on. The file may be renamed at any time: the next hour goes to a new one.
 *
 * @throws The file cannot be opened for writing.
 */
export async function openUsageFile(options: UsageFileOptions): Promise<UsageFile> {
  const { environment = 'production', clock = SYSTEM_CLOCK } = options
  const counts = new UsageCounts(environment)
  const writer = new UsageWriter(options, clock.wall())
  await writer.open()
  let timer: NodeJS.Timeout
  let end = nextHour(clock.wall())
  const schedule = (): void => {
    const delay = Math.min(Math.max(end - clock.wall(), 1), HOUR)
    timer = setTimeout(onTime, delay).unref()
  }
  let writing: Promise<void> = Promise.resolve()
  const flush = (until: number, ended: number | null): Promise<void> => {
    const hours = [...counts.take(until)]
    // An hour without requests was observed too.
    if (ended !== null && !hours.some(({ hour }) => hour === ended))
      hours.push({ environment: counts.environment, hour: ended, rows: [], seen: 0, dropped: 0 })
    writing = writing.then(() => writer.append(hours))
    return writing
  }
  const onTime = (): void => {
    if (clock.wall() >= end) {
      void flush(end, end - HOUR)
      end = nextHour(clock.wall())
    }
    schedule()
  }
  schedule()
  return {
    add: (request: DecidedRequest) => counts.add(request),
    async close() {
      clearTimeout(timer)
      let limit: NodeJS.Timeout | undefined
      const timeout = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, CLOSE_TIMEOUT)
      })
      await Promise.race([flush(Number.POSITIVE_INFINITY, null), timeout])
      clearTimeout(limit)
    },
  }
}

const nextHour = (now: number): number => now - (now % HOUR) + HOUR

/** Appends blocks; one call at a time. */
class UsageWriter {
  readonly #options: UsageFileOptions
  readonly #startedAt: number
  /** The environment of the last header of this process. */
  #header: string | null = null
  #lost: UsageHour[] = []
  #problem: string | null = null

  constructor(options: UsageFileOptions, startedAt: number) {
    this.#options = options
    this.#startedAt = startedAt
  }

  /** @throws The file cannot be opened for writing. */
  open(): Promise<void> {
    return this.#write([])
  }

  /** Never rejects. */
  async append(hours: readonly UsageHour[]): Promise<void> {
    try {
      await this.#write([...this.#lost, ...hours])
      this.#lost = []
      this.#problem = null
    } catch (error) {
      this.#lose(hours)
      this.#report(error)
    }
  }

  async #write(hours: readonly UsageHour[]): Promise<void> {
    const file = await open(this.#options.path, 'a+')
    try {
      await this.#append(file, hours)
    } finally {
      await file.close()
    }
  }

  async #append(file: FileHandle, hours: readonly UsageHour[]): Promise<void> {
    const { size } = await file.stat()
    const lines: string[] = []
    // A line that a crash has cut off must not swallow the next one.
    if (size > 0 && !(await endsWithLine(file, size))) lines.push('')
    let header = size === 0 ? null : this.#header
    for (const hour of hours) {
      if (hour.environment !== header) {
        const from = this.#header === null ? this.#startedAt : hour.hour
        lines.push(usageHeader(this.#options.layer, hour.environment, from))
        header = hour.environment
      }
      for (const line of usageLines(hour)) lines.push(line)
    }
    if (lines.length === 0) return
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    try {
      await file.appendFile(bytes)
    } catch (error) {
      // The rest of a block would be read as a whole one.
      await file.truncate(size).catch(() => undefined)
      throw error
    }
    this.#header = header
  }

  /** What could not be written is dropped; the next write says how much. */
  #lose(hours: readonly UsageHour[]): void {
    for (const { environment, hour, seen, dropped } of hours) {
      this.#lost.push({ environment, hour, rows: [], seen: 0, dropped: seen + dropped })
    }
    this.#lost = this.#lost.slice(-MAX_LOST)
  }

  #report(error: unknown): void {
    const { path, onProblem = (message) => console.error(message) } = this.#options
    const message = `marque: usage cannot be written to \`${path}\`: ${error instanceof Error ? error.message : String(error)}`
    if (message !== this.#problem) onProblem(message)
    this.#problem = message
  }
}

async function endsWithLine(file: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] === NEW_LINE
}
