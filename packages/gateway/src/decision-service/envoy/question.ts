/**
 * Which request Envoy asks about: by its own lines over gRPC, by the question's line and lines over HTTP.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { ProxyTrust } from '../../exchange/client.ts'
import { type Asked, clientBehind, clientLines, connectionLines, isScheme, only } from '../asked.ts'
import type { CheckRequest } from './messages.ts'

/** What stands before the target that is asked about over HTTP: `path_prefix` of Envoy's configuration. */
export const ENVOY_PREFIX = '/envoy'

/** Set by Envoy's configuration for each question over HTTP. */
const NAMES = {
  scheme: 'x-original-scheme',
  /** The other end of Envoy's connection. */
  address: 'x-original-address',
  /** The client's own lines: those of the question belong to Envoy's connection (D25). */
  connection: 'x-original-connection',
  upgrade: 'x-original-upgrade',
} as const

/** Of the question, and not of the client, whose own body and `Expect` Envoy keeps to itself. */
const OF_ENVOY: ReadonlySet<string> = new Set([...Object.values(NAMES), 'content-length'])

/**
 * Reads a question over gRPC.
 *
 * @returns Null where Envoy does not say what it must, or says it twice: nothing is decided then.
 */
export function readCheck({ lines, clientAddress }: CheckRequest, trust: ProxyTrust): Asked | null {
  if (lines === null) return null
  // What came in the first line and in Host, and what is passed on.
  const method = only(lines, ':method')
  const scheme = only(lines, ':scheme')
  const host = only(lines, ':authority')
  const target = only(lines, ':path')
  const own = lines.filter(([name]) => !name.startsWith(':') && name !== 'host')
  return askedOf({ method, scheme, host, target, own, address: clientAddress ?? '' }, trust)
}

/**
 * Reads a question over HTTP: its method and Host are the client's own, and its target is the client's behind {@link ENVOY_PREFIX}.
 *
 * @returns Null where Envoy does not say what it must, or says it twice: nothing is decided then.
 */
export function readQuestion(
  method: string,
  target: string,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Asked | null {
  const address = only(lines, NAMES.address)
  if (address === null) return null
  const own = [
    ...clientLines(lines, OF_ENVOY),
    ...connectionLines(only(lines, NAMES.connection), only(lines, NAMES.upgrade)),
  ]
  const scheme = only(lines, NAMES.scheme)
  const host = only(lines, 'host')
  const original = target.slice(ENVOY_PREFIX.length)
  return askedOf({ method, scheme, host, target: original, own, address }, trust)
}

interface Said {
  readonly method: string | null
  readonly scheme: string | null
  readonly host: string | null
  readonly target: string | null
  readonly own: readonly HeaderLine[]
  readonly address: string
}

function askedOf(said: Said, trust: ProxyTrust): Asked | null {
  const { method, scheme, host, target, own, address } = said
  if (method === null || host === null || target === null || !isScheme(scheme)) return null
  if (!target.startsWith('/')) return null
  const client = clientBehind(address, scheme, own, trust)
  // The engine refuses a Host that is no authority: what follows a slash in it would be judged as the target.
  const headers: readonly HeaderLine[] = [['Host', host], ...own]
  return { facts: { method, url: `${client.scheme}://${host}${target}`, headers }, client }
}
