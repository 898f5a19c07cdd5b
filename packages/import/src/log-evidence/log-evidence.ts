/**
 * What the lines of a log show, in bounded memory.
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import { type LogRecord, type ReadLine, readLogLine, type SkippedLine } from '../log-lines/index.ts'
import { grantableHeaders } from '../traffic/index.ts'
import { noiseInLog, provesEcho } from './noise-in-log.ts'
import { OriginEvidence } from './origin-evidence.ts'
import { PathTree } from './path-tree.ts'

/** Origins that are kept, half as many after those with the least evidence are dropped; kinds of requests of all origins; characters of a line. */
export const LOG_LIMITS = { origins: 20_000, rows: 50_000, line: 65_536 } as const

/** Characters of an origin and of a method that are kept: browsers send no longer ones. */
const ORIGIN_LENGTH = 300
const METHOD_LENGTH = 32

/** Why lines are left out. */
export type LeftOutLine =
  | SkippedLine
  | 'elsewhere'
  | 'path'
  | 'row-limit'
  | 'origin-limit'
  | 'method-unknown'
  | 'long'

/** What a person knows. */
export interface LogQuestion {
  /** Public origins of the API: only requests to them count. */
  readonly self: readonly string[]
  /** Origins that a person trusts: what they did is granted where the log does not show that the API allows it. */
  readonly confirmed: readonly string[]
  /** The format of text lines; null for the combined format. */
  readonly format: ReadLine | null
}

/** Reads lines one by one, and keeps counts. Memory does not grow with the log. */
export class LogEvidence {
  readonly question: LogQuestion
  readonly leftOut = new Map<LeftOutLine, number>()
  readonly origins = new Map<string, OriginEvidence>()
  readonly paths = new PathTree()
  /** An origin that nobody grants on purpose and that the API allows by its name; null if there is none. */
  echoed: string | null = null
  /** Whether the log shows cookies, and names of request headers. */
  readonly shows = { cookies: false, requestHeaders: false, lines: 0 }
  readonly #hosts: ReadonlySet<string>
  #rows = 0
  #groups = 0

  constructor(question: LogQuestion) {
    this.question = question
    this.#hosts = new Set(question.self.map((origin) => readOrigin(origin)?.host ?? origin))
  }

  /** @param line One line, without the line break. Never throws. */
  add(line: string): void {
    if (line.trim() === '') return
    this.shows.lines++
    const record = line.length > LOG_LIMITS.line ? 'long' : readLogLine(line, this.question.format)
    const reason = typeof record === 'string' ? record : this.#addRecord(record)
    if (reason !== null) this.skip(reason)
  }

  skip(reason: LeftOutLine, count = 1): void {
    this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + count)
  }

  /** Call it after the last line. */
  finish(): void {
    this.#regroup()
  }

  isConfirmed(origin: string): boolean {
    return this.question.confirmed.includes(origin)
  }

  /** @returns Why the record is left out; null if it is counted. */
  #addRecord(record: LogRecord): LeftOutLine | null {
    const { verdict, isDecision, isSuccess, host } = record
    if (host !== null && !this.#hosts.has(host)) return 'elsewhere'
    if (this.question.self.includes(record.origin)) return 'same-origin'
    if (record.cookies !== null) this.shows.cookies = true
    if (record.isPreflight && record.requestHeaders !== null) this.shows.requestHeaders = true
    const one = this.#evidenceOf(record.origin.slice(0, ORIGIN_LENGTH))
    one.count(record)
    if (verdict === 'granted' && !isDecision && one.provesEcho) this.echoed ??= one.origin
    if (!isSuccess) return null
    const isConfirmed = this.isConfirmed(one.origin)
    const isEvidence = verdict === 'granted' || verdict === 'withheld'
    if (isConfirmed ? verdict === 'refused' : !isEvidence || one.noise !== undefined) return null
    return this.#addRow(one, record)
  }

  #addRow(one: OriginEvidence, record: LogRecord): LeftOutLine | null {
    // Without the method that a preflight asks for, its header names belong to no grant.
    if (record.method === null) return 'method-unknown'
    const path = this.paths.patternOf(record.path)
    if (path === undefined) return 'path'
    if (this.#rows >= LOG_LIMITS.rows || record.method.length > METHOD_LENGTH) return 'row-limit'
    const requestHeaders = grantableHeaders(record.requestHeaders ?? [])
    if (one.add(path, record.method, { ...record, requestHeaders })) this.#rows++
    if (this.paths.groups !== this.#groups) this.#regroup()
    return null
  }

  #regroup(): void {
    this.#groups = this.paths.groups
    this.#rows = 0
    for (const one of this.origins.values()) {
      one.regroup((path) => this.paths.patternOf(path))
      this.#rows += one.rows.size
    }
  }

  #evidenceOf(origin: string): OriginEvidence {
    const known = this.origins.get(origin)
    if (known !== undefined) return known
    if (this.origins.size >= LOG_LIMITS.origins) this.#dropLeast()
    const { self } = this.question
    const one = new OriginEvidence(origin, noiseInLog(origin, self), provesEcho(origin, self))
    this.origins.set(origin, one)
    return one
  }

  /** Counts of an origin that is dropped start again, so that the counts of a draft are never too high. */
  #dropLeast(): void {
    const weight = (one: OriginEvidence): number =>
      this.isConfirmed(one.origin) ? Number.POSITIVE_INFINITY : one.counts.granted
    const ordered = [...this.origins.values()].sort(
      (a, b) => weight(b) - weight(a) || b.total - a.total,
    )
    for (const one of ordered.slice(LOG_LIMITS.origins / 2)) {
      this.origins.delete(one.origin)
      this.#rows -= one.rows.size
      this.skip('origin-limit', one.total)
    }
  }
}
