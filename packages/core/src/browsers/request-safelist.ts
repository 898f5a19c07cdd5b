/**
 * The headers that a page may send without a preflight: Fetch, CORS-safelisted request-header, as each engine implements it.
 *
 * @module
 */
import { isForbiddenMethod, isForbiddenRequestHeader, trimSpace } from '../headers/index.ts'
import type { HeaderLine } from '../request.ts'
import type { EngineRows } from './engines.ts'

/** Names that Private Network Access once forbade to script. Engines no longer do; measured. */
const NO_LONGER_FORBIDDEN: ReadonlySet<string> = new Set([
  'access-control-request-local-network',
  'access-control-request-private-network',
])

const OVERRIDES: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
])

/** Whether a header that script sets is silently dropped (Fetch, forbidden request-header). */
export function isDropped(engine: EngineRows, [name, value]: HeaderLine): boolean {
  const lower = name.toLowerCase()
  if (lower === 'user-agent') return engine.dropsUserAgent.value
  if (OVERRIDES.has(lower))
    return value.split(',').some((part) => isForbiddenMethod(trimSpace(part)))
  return isForbiddenRequestHeader(lower) && !NO_LONGER_FORBIDDEN.has(lower)
}

/** Fetch, CORS-unsafe request-header names: lower case, sorted, each once. */
export function unsafeNames(engine: EngineRows, lines: readonly HeaderLine[]): readonly string[] {
  const unsafe = new Set<string>()
  const safelisted: string[] = []
  let bytes = 0
  for (const [name, value] of headersOf(engine, lines)) {
    if (isSafelisted(engine, name, value)) {
      safelisted.push(name)
      bytes += value.length
    } else unsafe.add(name)
  }
  const { value: most } = engine.safelistedBytes
  if (most !== null && bytes > most) for (const name of safelisted) unsafe.add(name)
  return [...unsafe].sort()
}

/** The headers as the engine checks them: names in lower case, values trimmed, repeated names joined or separate. */
function headersOf(engine: EngineRows, lines: readonly HeaderLine[]): readonly HeaderLine[] {
  const apart = lines.map(([name, value]): HeaderLine => [name.toLowerCase(), trimSpace(value)])
  if (engine.repeatedHeaders.value === 'apart') return apart
  const joined = new Map<string, string>()
  for (const [name, value] of apart) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return [...joined]
}

/** Fetch, CORS-safelisted request-header. */
function isSafelisted(engine: EngineRows, name: string, value: string): boolean {
  if (value.length > 128) return false
  switch (name) {
    case 'accept':
      return !UNSAFE_BYTE.test(value)
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value)
    case 'content-type':
      return !UNSAFE_BYTE.test(value) && ESSENCES.has(essenceOf(value))
    case 'range':
      return isSingleRange(engine.rangeUnitInAnyCase.value ? value.toLowerCase() : value)
    default:
      return engine.safelistsClientHints.value && isClientHint(name, value)
  }
}

/** Fetch, CORS-unsafe request-header byte. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSAFE_BYTE = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/

const ESSENCES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])

function essenceOf(value: string): string {
  return trimSpace(value.split(';', 1)[0] ?? '').toLowerCase()
}

/** Fetch, parse a single range header value, with a start. */
function isSingleRange(value: string): boolean {
  const range = /^bytes=([0-9]+)-([0-9]*)$/.exec(value)
  if (range === null) return false
  const [, start, end] = range
  return end === '' || Number(start) <= Number(end)
}

function isClientHint(name: string, value: string): boolean {
  switch (name) {
    case 'save-data':
      return value.toLowerCase() === 'on'
    case 'device-memory':
    case 'dpr':
      return /^[0-9]+(?:\.[0-9]+)?$/.test(value)
    case 'viewport-width':
    case 'width':
      return /^[0-9]+$/.test(value)
    case 'downlink':
    case 'ect':
    case 'rtt':
      return true
    default:
      return false
  }
}
