/**
 * The headers of a response (D22): those of the application are cleaned, those of the decision are set, Vary is merged. All layers do it with this
 * function.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { isCorsHeader, trimSpace } from '../headers/index.ts'
import type { HeaderLine } from '../request.ts'
import { READ_HEADER, stricterRead } from './read-report.ts'

/**
 * The header lines of a response.
 *
 * Every `Access-Control-*` line of the application or a lower layer is removed, in any case, and so is every header that the decision sets or
 * {@link Decision.removes}. A report of a layer below (`Marque-Read`, D29) is removed too, and what that layer denies is not set. `Vary` becomes one line with every name once; `Vary: *` is kept. Other lines keep their order and case.
 *
 * Not for 1xx responses and trailers, which carry none of these.
 *
 * @param below The lines of the application's response; empty where the layer makes the response itself.
 *
 * @example
 * ```ts
 * answerHeaders(decision, [['Content-Type', 'text/plain'], ['Vary', 'Accept-Encoding'], ['access-control-allow-origin', '*']])
 * // [['Content-Type', 'text/plain'], ['access-control-allow-origin', 'https://app.example.com'], ['vary', 'Accept-Encoding, Origin']]
 * ```
 */
export function answerHeaders(decision: Decision, below: readonly HeaderLine[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  let vary: string | null = null
  let isReported = false
  for (const each of below) {
    const name = lowerCase(each[0])
    if (name === 'vary') vary = vary === null ? each[1] : `${vary},${each[1]}`
    else if (name === READ_HEADER) isReported = true
    else if (!isOwned(decision, name)) lines.push(each)
  }
  const { headers } = isReported ? stricterRead(decision, below) : decision
  for (const each of headers) lines.push(each)
  const merged = vary === null ? varyLine(decision.vary) : varyWith(vary, decision.vary)
  if (merged !== null) lines.push(merged)
  return lines
}

/** @param name Lower case. */
function isOwned(decision: Decision, name: string): boolean {
  if (isCorsHeader(name) || decision.removes.includes(name)) return true
  for (const line of decision.headers) if (line[0] === name) return true
  return false
}

/** Lower-case names: an application's responses have the same few names. */
const LOWER = new Map<string, string>()
const LOWER_LIMITS = { names: 256, length: 64 } as const

function lowerCase(name: string): string {
  const known = LOWER.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  if (LOWER.size < LOWER_LIMITS.names && name.length <= LOWER_LIMITS.length) LOWER.set(name, lower)
  return lower
}

/** The Vary lines of frozen lists, which decisions share: most responses have one of a few. */
const LINES = new WeakMap<readonly string[], HeaderLine>()

function varyLine(names: readonly string[]): HeaderLine | null {
  if (names.length === 0) return null
  const known = LINES.get(names)
  if (known !== undefined) return known
  const line: HeaderLine = Object.freeze(['vary', names.join(', ')] as const)
  if (Object.isFrozen(names)) LINES.set(names, line)
  return line
}

/** Merged Vary lines: most responses of an application have the same Vary, merged with the same list. */
const JOINED = new WeakMap<readonly string[], Map<string, HeaderLine | null>>()
const JOINED_LIMITS = { texts: 8, length: 256 } as const

function varyWith(below: string, names: readonly string[]): HeaderLine | null {
  if (!Object.isFrozen(names) || below.length > JOINED_LIMITS.length)
    return mergedVary(below, names)
  let byText = JOINED.get(names)
  if (byText === undefined) {
    byText = new Map()
    JOINED.set(names, byText)
  }
  let line = byText.get(below)
  if (line === undefined) {
    line = mergedVary(below, names)
    if (byText.size < JOINED_LIMITS.texts) byText.set(below, line)
  }
  return line
}

function mergedVary(below: string, names: readonly string[]): HeaderLine | null {
  const merged = new Map<string, string>()
  for (const part of [...below.split(','), ...names]) {
    const name = trimSpace(part)
    if (name === '*') return VARY_ALL
    const key = name.toLowerCase()
    if (name !== '' && !merged.has(key)) merged.set(key, name)
  }
  return merged.size === 0
    ? null
    : Object.freeze(['vary', [...merged.values()].join(', ')] as const)
}

const VARY_ALL: HeaderLine = Object.freeze(['vary', '*'] as const)

/** Whether the value of `Content-Type` is that of server-sent events (HTML, 9.2): such an answer ends with the grant that allowed it (D25). */
export function isEventStream(contentType: string | null | undefined): boolean {
  return /^text\/event-stream(?:[\s;]|$)/i.test(contentType ?? '')
}
