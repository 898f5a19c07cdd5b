/**
 * Lines of Marque's decision log as records.
 *
 * @module
 */
import { isForbiddenMethod, isToken } from '@marque/core'
import type { LogRecord, SkippedLine, Verdict } from './log-record.ts'
import { hostOf } from './read-access.ts'
import type { JsonObject } from './read-json-line.ts'

/** Reads a line with `"event":"decision"`. */
export function readDecision(line: JsonObject): LogRecord | SkippedLine {
  const { kind, method, path, origin, requestMethod, status } = line
  if (kind === 'same-origin') return 'same-origin'
  if (kind === 'not-cors' || origin === null) return 'no-origin'
  const isPreflight = kind === 'preflight'
  const asked = isPreflight ? requestMethod : method
  if (typeof asked !== 'string' || !isToken(asked) || isForbiddenMethod(asked)) return 'broken'
  if (typeof path !== 'string' || typeof origin !== 'string') return 'broken'
  return {
    origin,
    host: hostOf(textOf(line.host)),
    method: asked,
    path,
    isPreflight,
    isWebSocket: kind === 'websocket',
    verdict: verdictOf(line),
    isSuccess: status === null || (typeof status === 'number' && status < 400),
    isDecision: true,
    cookies: textsOf(line.credentials).includes('cookie'),
    requestHeaders: isPreflight
      ? textsOf(line.requestHeaders).map((name) => name.toLowerCase())
      : [],
  }
}

/** `granted-any` is a grant to `*`, and `reach-only` one that does not let script read. */
function verdictOf({ reason, withheldBy }: JsonObject): Verdict {
  if (withheldBy !== undefined) return 'withheld'
  return reason === 'granted' ? 'granted' : reason === 'granted-any' ? 'any' : 'refused'
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
