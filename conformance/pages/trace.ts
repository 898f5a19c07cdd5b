/**
 * The trace of a trial as text: the gateway's decisions / the requests at the application / what script got.
 *
 * @module
 */
import type { Decision, HeaderLine, RequestFacts } from '@marque/core'
import type { Arrival } from './application.ts'
import type { LoggedDecision } from './gateway-process.ts'
import { HOSTS, type HostName, originOf, type SiteSet } from './sites.ts'
import { MARKERS } from './trial.ts'

/** What `act` of `page/page-actions.js` gives. */
export interface Learned {
  readonly status?: number
  readonly names?: readonly string[]
  /** Whether the page may know how long what took. */
  readonly isTimed?: boolean
  readonly event?: string
  readonly failed?: string
}

/** The address of a path of a trial: `/path`, or a host's name, `:` and the path. */
export function addressOf(sites: SiteSet, path: string, id: string): string {
  const [, host = 'api', rest = ''] = /^(?:([a-z]+):)?(.*)$/.exec(path) ?? []
  if (!isHost(host)) throw new TypeError(`no host is named \`${host}\``)
  return `${originOf(sites, host)}${rest}/${id}`
}

function isHost(name: string): name is HostName {
  return name in HOSTS
}

/** GET over HTTP/1.1, CONNECT over HTTP/2 (RFC 8441): which of them is the browser's choice, by the connections that it has. */
const SOCKET = 'socket'

/** One request, as it is expected at the gateway. */
export function expectedWire({ method, url, headers }: RequestFacts, decision: Decision): string {
  const lineOf = (name: string): string | undefined =>
    headers.find(([each]) => each.toLowerCase() === name)?.[1]
  const { reason } = decision
  return decision.kind === 'preflight'
    ? askText(
        lineOf('access-control-request-method') ?? '',
        (lineOf('access-control-request-headers') ?? '').split(',').filter((name) => name !== ''),
        reason,
      )
    : sendText(
        decision.kind === 'websocket' ? SOCKET : method,
        new URL(url).host,
        ['cookie', 'authorization'].filter((name) => lineOf(name) !== undefined),
        reason,
      )
}

/** One request, as the gateway logged it. */
export function loggedWire(decisions: LoggedDecision): string {
  const { kind, method, requestMethod, requestHeaders, host, credentials, reason } = decisions
  return kind === 'preflight'
    ? askText(requestMethod ?? '', requestHeaders, reason)
    : sendText(kind === 'websocket' ? SOCKET : method, host, credentials, reason)
}

function askText(method: string, names: readonly string[], reason: string): string {
  return `ask ${method}${names.length === 0 ? '' : ` ${names.join(',')}`}: ${reason}`
}

function sendText(
  method: string,
  host: string,
  credentials: readonly string[],
  reason: string,
): string {
  const to = host.startsWith(`${HOSTS.other}:`) ? ' to other' : ''
  const carried = credentials.length === 0 ? '' : ` with ${[...credentials].sort().join(',')}`
  return `send ${method}${to}${carried}: ${reason}`
}

/** One request, as the application saw it. */
export function arrivalText({ method, hasCookie, isKnown }: Arrival): string {
  return `${method}${hasCookie ? ' cookie' : ''}${isKnown ? ' 304' : ''}`
}

export function learnedText({ status, names = [], isTimed, event }: Learned): string {
  if (event !== undefined) return event
  if (status === undefined) return 'fail'
  const seen = MARKERS.filter((name) => names.includes(name))
  return [
    `read ${status}`,
    seen.length === 0 ? '' : ` seeing ${seen.join(',')}`,
    isTimed === true ? ' with times' : '',
  ].join('')
}

export function traceOf(
  wires: readonly string[],
  arrivals: readonly string[],
  learned: readonly string[],
): string {
  return [wires, arrivals, learned].map((part) => part.join('; ')).join(' / ')
}

/** Fetch, TAO check. */
export function mayTime(lines: readonly HeaderLine[], origin: string): boolean {
  return lines.some(
    ([name, value]) =>
      name.toLowerCase() === 'timing-allow-origin' &&
      value.split(',').some((each) => ['*', origin].includes(each.trim())),
  )
}
