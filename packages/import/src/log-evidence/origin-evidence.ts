/**
 * What a log shows about one origin.
 *
 * @module
 */
import type { LogRecord, Verdict } from '../log-lines/index.ts'
import type { Observation } from '../traffic/index.ts'

/** One kind of request of an origin. */
export interface EvidenceRow {
  readonly path: string
  readonly method: string
  readonly isWebSocket: boolean
  readonly cookies: boolean
  readonly requestHeaders: ReadonlySet<string>
  /** 0 for preflights. */
  readonly count: number
}

/** Names of request headers of one path and method. */
const HEADER_LIMIT = 32

/** Counts of answers, and the requests that could be granted. */
export class OriginEvidence {
  readonly origin: string
  /** Why it is no web application; `undefined` for an origin of a website. */
  readonly noise: string | undefined
  /** Whether an API that allows it by its name allows what nobody grants on purpose. */
  readonly provesEcho: boolean
  /** Actual requests, by what the log shows about the answer; those that failed are not among them. */
  readonly counts: { [verdict in Verdict]: number } = {
    granted: 0,
    any: 0,
    refused: 0,
    unknown: 0,
    withheld: 0,
  }
  /** Answers that are errors. */
  failed = 0
  preflights = 0
  /** WebSockets of which the log does not show that the API checked the origin. */
  sockets = 0
  rows = new Map<string, EvidenceRow>()

  constructor(origin: string, noise: string | undefined, provesEcho: boolean) {
    this.origin = origin
    this.noise = noise
    this.provesEcho = provesEcho
  }

  /** Requests of every kind. */
  get total(): number {
    const { granted, any, refused, unknown } = this.counts
    return granted + any + refused + unknown + this.failed + this.preflights
  }

  count({ isPreflight, isSuccess, isWebSocket, verdict }: LogRecord): void {
    if (isPreflight) this.preflights++
    else if (!isSuccess) this.failed++
    else {
      this.counts[verdict]++
      if (isWebSocket && verdict === 'unknown') this.sockets++
    }
  }

  /**
   * Adds to the row of this kind of request.
   *
   * @returns Whether the row is new.
   */
  add(
    path: string,
    method: string,
    { isPreflight, isWebSocket, cookies, requestHeaders, verdict }: LogRecord,
  ): boolean {
    const amount = isPreflight ? 0 : verdict === 'withheld' ? -1 : 1
    const row: EvidenceRow = {
      path,
      method,
      isWebSocket,
      cookies: !isPreflight && cookies === true,
      requestHeaders: new Set(requestHeaders ?? []),
      count: amount,
    }
    return this.#merge(row, isPreflight)
  }

  /** Reads the paths again, after some became one. */
  regroup(patternOf: (path: string) => string | undefined): void {
    const before = this.rows
    this.rows = new Map()
    for (const [key, row] of before)
      this.#merge({ ...row, path: patternOf(row.path) ?? row.path }, key.startsWith('P'))
  }

  observations(): readonly Observation[] {
    return [...this.rows.values()]
      .filter(({ count, requestHeaders }) => count > 0 || requestHeaders.size > 0)
      .map((row) => ({
        origin: this.origin,
        method: row.method,
        isWebSocket: row.isWebSocket,
        path: row.path,
        requestHeaders: [...row.requestHeaders].sort(),
        cookies: row.cookies,
        allowed: row.count > 0 ? 'yes' : 'unknown',
        count: Math.max(row.count, 0),
      }))
  }

  #merge(row: EvidenceRow, isPreflight: boolean): boolean {
    const { path, method, isWebSocket, cookies } = row
    const key = `${isPreflight ? 'P' : ''}${isWebSocket ? 'W' : ''}${cookies ? 'C' : ''} ${method} ${path}`
    const known = this.rows.get(key)
    const names = [...(known?.requestHeaders ?? []), ...row.requestHeaders]
    this.rows.set(key, {
      ...row,
      requestHeaders: new Set(names.slice(0, HEADER_LIMIT)),
      count: (known?.count ?? 0) + row.count,
    })
    return known === undefined
  }
}
