/**
 * The request of a probe as it goes on the wire.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Probe } from '../probes/index.ts'
import type { AskOptions } from './layer.ts'
import type { WireRequest } from './wire/index.ts'

/** What the options say of the lines of a request. */
export type RequestOptions = Pick<AskOptions, 'headers' | 'credentials' | 'forwardedHttps' | 'seed'>

/** Methods whose request has a body, which is empty here (RFC 9110, 8.6). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH'])

/**
 * The URL with the `marque-probe` query that keeps caches from answering: probes of a sequence share it, and each repeat has its own.
 * Everything before it stays byte for byte.
 */
export function probeUrl(
  { url, id, sequence }: Pick<Probe, 'url' | 'id' | 'sequence'>,
  repeat: number,
  seed: number,
): string {
  const { origin, target } = splitUrl(url)
  const own = sequence === null ? `${id}${repeat === 0 ? '' : `-${repeat}`}` : `s${sequence}`
  return `${origin}${target}${target.includes('?') ? '&' : '?'}marque-probe=${seed}-${own}`
}

/** @param ifNoneMatch The ETag of a conditional request; null for none. */
export function probeRequest(
  probe: Pick<Probe, 'method' | 'headers' | 'withCredentials'>,
  url: string,
  ifNoneMatch: string | null,
  options: RequestOptions,
): WireRequest {
  const { authority, target } = splitUrl(url)
  const headers: HeaderLine[] = [...probe.headers]
  if (ifNoneMatch !== null) headers.push(['If-None-Match', ifNoneMatch])
  const secret = probe.withCredentials ? options.credentials : []
  const isReplaced = namesOf(secret)
  headers.push(
    ...options.headers.filter(([name]) => !isReplaced.has(name.toLowerCase())),
    ...secret,
  )
  const isGiven = namesOf(headers)
  for (const [name, value] of ownHeaders(probe.method, options)) {
    if (!isGiven.has(name.toLowerCase())) headers.push([name, value])
  }
  return {
    method: probe.method,
    authority: headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? authority,
    target,
    headers: headers.filter(([name]) => name.toLowerCase() !== 'host'),
  }
}

/** Authority and target as they are written; the target of a URL without a path is `/`. @throws {TypeError} Not absolute. */
export function splitUrl(url: string): { origin: string; authority: string; target: string } {
  const [, origin, authority, rest] = /^(https?:\/\/([^/?#\\]+))(.*)$/s.exec(url) ?? []
  if (origin === undefined || authority === undefined || rest === undefined) {
    throw new TypeError(`the URL of a probe is absolute: \`${url}\``)
  }
  return { origin, authority, target: /^[/\\]/.test(rest) ? rest : `/${rest}` }
}

/** What the prober adds by itself. */
function ownHeaders(method: string, { forwardedHttps }: RequestOptions): readonly HeaderLine[] {
  return [
    ...(forwardedHttps ? [['X-Forwarded-Proto', 'https'] as const] : []),
    ['User-Agent', USER_AGENT],
    ['Accept', '*/*'],
    ...(WITH_BODY.has(method) ? [['Content-Length', '0'] as const] : []),
  ]
}

/** Names the requests of a run in the log of a layer. */
export const USER_AGENT = 'marque-verify/1'

function namesOf(lines: readonly HeaderLine[]): ReadonlySet<string> {
  return new Set(lines.map(([name]) => name.toLowerCase()))
}
