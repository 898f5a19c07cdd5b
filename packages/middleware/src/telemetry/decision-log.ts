/**
 * The decision log of the middleware: the lines of a gateway, written to the console or handed to a logger.
 *
 * @module
 */
import { hmacSha256 } from '@marque/core'
import {
  type DecidedRequest,
  type DecisionEntry,
  decisionLine,
  decisionText,
  isDenial,
  type LineSource,
  receivedRequestId,
  receivedTraceId,
} from '@marque/core/telemetry'
import { countDropped } from './process-metrics.ts'

/** Whether and how decisions are logged: not at all, to a logger, or with settings. */
export type LogOption = false | DecisionWriter | LogSettings

/** Takes a logged decision: `(entry) => logger.warn(entry)`. Exceptions are ignored. */
export type DecisionWriter = (entry: DecisionEntry) => void

export interface LogSettings {
  /** The fraction of granted requests that is logged, 0 to 1 (default: 0). */
  readonly granted?: number
  /** The fraction of denials that is logged, 0 to 1 (default: 1). */
  readonly denied?: number
  /** Takes the logged decisions (default: one line of JSON each to `console.log`, at most 1,000 a second). */
  readonly write?: DecisionWriter
  /** At least 32 bytes: adds `subject`, HMAC-SHA-256 in hex of the claims `iss` and `sub` of the context with a line feed between them. */
  readonly subjectKey?: Uint8Array
}

/** What the middleware knows of a request besides its decision. */
export type RequestSource = Pick<LineSource, 'release' | 'client'>

/** Logs a decision, or not, as the option says. */
export type DecisionLogger = (request: DecidedRequest, source: RequestSource) => void

/** @returns Null: nothing is logged. */
export function decisionLogger(option: LogOption = {}): DecisionLogger | null {
  if (option === false) return null
  const settings = typeof option === 'function' ? { write: option } : option
  const { granted = 0, denied = 1, write, subjectKey } = settings
  return (request, { release, client }) => {
    const share = isDenial(request.decision) ? denied : granted
    if (share < 1 && !(share > 0 && Math.random() < share)) return
    const { headers } = request.facts
    const line = decisionLine(request, {
      layer: 'middleware',
      release,
      requestId: receivedRequestId(headers),
      traceId: receivedTraceId(headers),
      client,
      ...(subjectKey !== undefined && { subject: pseudonym(subjectKey, request) }),
    })
    const now = Date.now()
    if (write === undefined) print(decisionText(line, now), now)
    else {
      try {
        write({ event: 'decision', time: new Date(now).toISOString(), ...line })
      } catch {
        // A failing logger must not affect the response.
      }
    }
  }
}

/** Lines to the console in a second, over all middlewares: where it is a pipe, writing a line blocks the event loop of Node until the reader has taken it. */
const MAX_LINES = 1_000

let second = 0
let printed = 0

/** Further lines of a flood of denials are dropped and counted. */
function print(text: string, now: number): void {
  const current = Math.floor(now / 1_000)
  if (current !== second) {
    second = current
    printed = 0
  }
  printed++
  if (printed > MAX_LINES) countDropped()
  else console.log(text)
}

/** Null for an anonymous request. */
function pseudonym(key: Uint8Array, { context }: DecidedRequest): string | null {
  const { iss, sub } = context.claims ?? {}
  if (typeof sub !== 'string') return null
  const text = `${typeof iss === 'string' ? iss : ''}\n${sub}`
  const mac = hmacSha256(key, new TextEncoder().encode(text))
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** @throws {TypeError} The option is invalid. */
export function checkLogOption(option: unknown): void {
  if (option === undefined || option === false || typeof option === 'function') return
  if (typeof option !== 'object' || option === null)
    throw new TypeError(
      '`log` must be `false`, a function, or an object such as `{ granted: 0.01 }`',
    )
  const { granted, denied, write, subjectKey, ...unknown } = option as LogSettings
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw new TypeError(`unknown option \`log.${name}\``)
  for (const [key, share] of Object.entries({ granted, denied })) {
    if (share !== undefined && !(typeof share === 'number' && share >= 0 && share <= 1))
      throw new TypeError(`\`log.${key}\` must be a number from 0 to 1`)
  }
  if (write !== undefined && typeof write !== 'function')
    throw new TypeError('`log.write` must be a function')
  if (subjectKey !== undefined && !(subjectKey instanceof Uint8Array && subjectKey.length >= 32))
    throw new TypeError('`log.subjectKey` must have at least 32 bytes')
}
