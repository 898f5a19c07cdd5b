/**
 * Probes before they have a place in the plan.
 *
 * @module
 */
import type { Grant, HeaderLine } from '@marque/core'
import { preflightHeaders } from '@marque/policy/requests'
import type { Probe, ProbeOrigin } from './probe.ts'
import type { Target } from './targets.ts'

/** A probe without its number; a conditional one names the probe that it depends on. */
export interface ProbeDraft extends Omit<Probe, 'id' | 'resource' | 'conditionalOn' | 'sequence'> {
  readonly conditionalOn: ProbeDraft | null
  /** Drafts with the same text form a sequence; null for none. */
  readonly sequence: string | null
  /** Only a signed token makes it what it is meant to be: it is counted and not sent. */
  readonly needsToken?: boolean
}

/** Drafts are equal where the same bytes would be sent for the same purpose. */
export function draftKey(draft: ProbeDraft): string {
  const { method, url, headers, withCredentials, conditionalOn, sequence, needsToken } = draft
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  const kind = `${withCredentials} ${conditionalOn !== null} ${needsToken === true} ${sequence}`
  return `${method} ${url}\n${lines}\n${kind}`
}

export const NO_ORIGIN: ProbeOrigin = { value: null, role: 'none', nearMiss: null }
export const OPAQUE_ORIGIN: ProbeOrigin = { value: 'null', role: 'opaque', nearMiss: null }

function originLines({ value }: ProbeOrigin): readonly HeaderLine[] {
  return value === null ? [] : [['Origin', value]]
}

const PLAIN = { withCredentials: false, conditionalOn: null, sequence: null }

/** A request of a page; `OPTIONS` without the headers of a preflight is of a kind of its own. */
export function actualDraft(
  method: string,
  target: Target,
  origin: ProbeOrigin,
  headers: readonly HeaderLine[] = [],
): ProbeDraft {
  return {
    ...PLAIN,
    kind: method === 'OPTIONS' ? 'options' : 'actual',
    origin,
    method,
    url: target.url,
    headers: [...originLines(origin), ...target.headers, ...headers],
  }
}

/** Header names of a granted preflight: all that the grant names, and any other for `*`. */
export function namesOf({ requestHeaders }: Grant): readonly string[] {
  return requestHeaders.map((name) => (name === '*' ? 'x-any' : name))
}

/** A preflight for `method` with the header names in the order and form of browsers: sorted, joined by a comma (Fetch, CORS-preflight fetch, step 5). */
export function preflightDraft(
  method: string,
  target: Target,
  origin: ProbeOrigin,
  names: readonly string[] = [],
): ProbeDraft {
  return {
    ...PLAIN,
    kind: 'preflight',
    origin,
    method: 'OPTIONS',
    url: target.url,
    headers: preflightHeaders(origin.value ?? 'null', method, [...names].sort()),
  }
}

/** The example key of RFC 6455, 1.3: servers check its form only. */
const HANDSHAKE: readonly HeaderLine[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
]

/** A WebSocket handshake (RFC 6455, 4.1). */
export function handshakeDraft(target: Target, origin: ProbeOrigin): ProbeDraft {
  return {
    ...PLAIN,
    kind: 'websocket',
    origin,
    method: 'GET',
    url: target.url,
    headers: [...originLines(origin), ...target.headers, ...HANDSHAKE],
  }
}

/** The same request again, with the ETag that its answer had. */
export function conditionalDraft(draft: ProbeDraft): ProbeDraft {
  return { ...draft, kind: 'conditional', conditionalOn: draft }
}

/** The request without credentials, and with them where the run has any. A conditional one depends on the answer that had the same. */
export function withAndWithoutCredentials(
  drafts: readonly ProbeDraft[],
  hasCredentials: boolean,
): readonly ProbeDraft[] {
  if (!hasCredentials) return drafts
  const add = (draft: ProbeDraft): ProbeDraft => ({
    ...draft,
    withCredentials: true,
    conditionalOn: draft.conditionalOn === null ? null : add(draft.conditionalOn),
    sequence: draft.sequence === null ? null : `${draft.sequence} with credentials`,
  })
  return drafts.flatMap((draft) => [draft, add(draft)])
}
