/**
 * `marque-usage/1`: usage as lines of JSON.
 *
 * A file is a list of blocks, each the work of one process and written at once: for each hour its rows, and then a line that closes the hour. A header says whose
 * blocks follow, until the next header. Blocks of one hour add up, whether a process was restarted within it or several processes wrote it.
 *
 * @module
 */
import { formatInstant, readInstant } from '../instant.ts'
import type { LayerName } from './decided-request.ts'
import { printable } from './log-values.ts'
import { HOUR, keyOf, type UsageHour, type UsageRow } from './usage-counts.ts'

const FORMAT = 'marque-usage/1'

/** @param from When counting began, epoch milliseconds. */
export function usageHeader(layer: LayerName, environment: string, from: number): string {
  return printable(
    JSON.stringify({ format: FORMAT, layer, environment, from: formatInstant(from) }),
  )
}

/** The lines of an hour: its rows, and `{ hour, seen, dropped }`. */
export function usageLines({ hour: start, rows, seen, dropped }: UsageHour): readonly string[] {
  const hour = formatInstant(start)
  return [
    ...rows.map((row) => printable(JSON.stringify({ hour, ...row }))),
    JSON.stringify({ hour, seen, dropped }),
  ]
}

/** A row over all hours that were read. */
export interface UsageTotal extends UsageRow {
  readonly environment: string
  /** Start of the first and of the last hour with such a decision, epoch milliseconds. */
  readonly firstSeen: number
  readonly lastSeen: number
}

/** How much of an hour the rows hold, over all blocks of a layer. */
export interface HourCoverage {
  readonly layer: string
  readonly environment: string
  /** Start of the hour, epoch milliseconds. */
  readonly hour: number
  readonly seen: number
  readonly dropped: number
}

export interface Usage {
  readonly rows: readonly UsageTotal[]
  /** The hours that were closed. Hours without a line were not observed. */
  readonly hours: readonly HourCoverage[]
  /** Lines that could not be read: cut off by a crash, or not of this format. */
  readonly unreadable: number
}

/** Adds up usage files, line by line. */
export class UsageReader {
  readonly #rows = new Map<string, UsageTotal>()
  readonly #hours = new Map<string, HourCoverage>()
  #header: { readonly layer: string; readonly environment: string } | null = null
  #unreadable = 0

  /** Begins the next file: what follows has a header of its own. */
  startFile(): void {
    this.#header = null
  }

  /** Reads a line. One that is empty is skipped; one that is torn, or before any header, is counted as unreadable. */
  line(text: string): void {
    if (text.trim() === '') return
    const value = parsed(text)
    const header = value === null ? null : headerOf(value)
    if (header !== null) this.#header = header
    else if (value === null || this.#header === null || !this.#add(value, this.#header))
      this.#unreadable++
  }

  #add(
    value: { readonly [key: string]: unknown },
    { layer, environment }: { readonly layer: string; readonly environment: string },
  ): boolean {
    const hour = typeof value.hour === 'string' ? readInstant(value.hour) : undefined
    if (hour === undefined || hour % HOUR !== 0) return false
    const { seen, dropped } = value
    if (isCount(seen) && isCount(dropped)) {
      const key = `${layer}\n${environment}\n${hour}`
      const known = this.#hours.get(key) ?? { layer, environment, hour, seen: 0, dropped: 0 }
      const sums = { seen: known.seen + seen, dropped: known.dropped + dropped }
      this.#hours.set(key, { ...known, ...sums })
      return true
    }
    const row = rowOf(value)
    if (row === null) return false
    const key = `${environment}\n${keyOf(row)}`
    const known = this.#rows.get(key)
    this.#rows.set(key, {
      ...row,
      environment,
      n: row.n + (known?.n ?? 0),
      firstSeen: Math.min(hour, known?.firstSeen ?? hour),
      lastSeen: Math.max(hour, known?.lastSeen ?? hour),
    })
    return true
  }

  /** What was read so far. */
  get usage(): Usage {
    return {
      rows: [...this.#rows.values()],
      hours: [...this.#hours.values()].sort((a, b) => a.hour - b.hour),
      unreadable: this.#unreadable,
    }
  }
}

/** Reads whole files; {@link UsageReader} reads large ones line by line. */
export function readUsage(files: readonly string[]): Usage {
  const reader = new UsageReader()
  for (const text of files) {
    reader.startFile()
    for (const line of text.split('\n')) reader.line(line)
  }
  return reader.usage
}

function parsed(text: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: unknown })
      : null
  } catch {
    return null
  }
}

function headerOf({
  format,
  layer,
  environment,
}: {
  readonly [key: string]: unknown
}): { readonly layer: string; readonly environment: string } | null {
  return format === FORMAT && typeof layer === 'string' && typeof environment === 'string'
    ? { layer, environment }
    : null
}

function rowOf(value: { readonly [key: string]: unknown }): UsageRow | null {
  const { resource, grant, set, origin, kind, reach, read, reason, credentials, mode, n } = value
  const isRow =
    [resource, set, origin].every((one) => one === null || typeof one === 'string') &&
    (grant === null || isCount(grant)) &&
    [kind, reason].every((one) => typeof one === 'string') &&
    [reach, read, credentials].every((one) => typeof one === 'boolean') &&
    (mode === 'enforce' || mode === 'shadow') &&
    isCount(n)
  if (!isRow) return null
  const row = { resource, grant, set, origin, kind, reach, read, reason, credentials, mode, n }
  return row as UsageRow
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
