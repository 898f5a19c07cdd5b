/**
 * What a browser concludes from an answer.
 *
 * @module
 */
import type { Probe } from '../probes/index.ts'
import { type AnswerFields, allowedOrigin, isOk } from './answer-fields.ts'

/** Methods that need not be listed (Fetch, CORS-safelisted method). */
export const SAFELISTED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])

/** Whether `Access-Control-Allow-Origin` is the origin of the probe or `*` (Fetch, CORS check, steps 3 and 4). */
export function allowsOrigin(fields: AnswerFields, { origin }: Probe): boolean {
  const allowed = allowedOrigin(fields)
  return allowed !== null && origin.value !== null && (allowed === '*' || allowed === origin.value)
}

/**
 * Whether the answer gives the origin of the probe what it asks for: script reads an actual answer, a preflight passes, a WebSocket opens. Credentials
 * aside.
 */
export function letsIn(fields: AnswerFields, probe: Probe): boolean {
  if (probe.kind === 'websocket') return fields.status === 101
  if (!allowsOrigin(fields, probe)) return false
  return probe.kind !== 'preflight' || passesPreflight(fields, probe)
}

/** Status, method and header names of a preflight (Fetch, CORS-preflight fetch, step 7). */
function passesPreflight(fields: AnswerFields, probe: Probe): boolean {
  return isOk(fields) && allowsMethod(fields, probe) && allowsHeaders(fields, probe)
}

/** `*` stands for any name where the answer allows no credentials. */
function isWild({ allowCredentials }: AnswerFields): boolean {
  return !allowCredentials.includes('true')
}

export function allowsMethod(fields: AnswerFields, probe: Probe): boolean {
  const method = requestedMethod(probe)
  const { allowMethods } = fields
  if (method === null || SAFELISTED_METHODS.has(method)) return true
  if (allowMethods === null) return false
  return allowMethods.has(method) || (allowMethods.has('*') && isWild(fields))
}

export function allowsHeaders(fields: AnswerFields, probe: Probe): boolean {
  const { allowHeaders } = fields
  const isAny = allowHeaders?.has('*') === true && isWild(fields)
  return requestedHeaders(probe).every(
    (name) => allowHeaders?.has(name) || (isAny && name !== 'authorization'),
  )
}

/** The method that a preflight asks for; null for none. */
export function requestedMethod(probe: Probe): string | null {
  return headerOf(probe, 'access-control-request-method')
}

/** The header names that a preflight asks for, lower case. */
export function requestedHeaders(probe: Probe): readonly string[] {
  return probe.headers
    .filter(([name]) => name.toLowerCase() === 'access-control-request-headers')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function headerOf(probe: Probe, wanted: string): string | null {
  return probe.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
}
