/**
 * The facts of a request of `node:http` or `node:http2`.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { headerLines, type RequestFacts } from '@marque/core'
import { isInternalHeader } from '../enforce/index.ts'

export type NodeRequest = IncomingMessage | Http2ServerRequest

/**
 * The request as received: the raw target and every header line.
 *
 * Routers of Connect and Express remove the prefix of a mount from `url` and keep the whole target in `originalUrl`.
 *
 * @param received The target as received, if the framework keeps it elsewhere.
 */
export function requestFacts(
  request: NodeRequest,
  scheme: 'http' | 'https',
  received?: string,
): RequestFacts {
  const { originalUrl } = request as { readonly originalUrl?: unknown }
  const target = received ?? (typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/'))
  // An absolute-form target replaces Host (D2; RFC 9112, 3.2.2). Nearly every target begins with `/`.
  const isAbsolute = target.charCodeAt(0) !== 47 && /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
  return {
    method: request.method ?? 'GET',
    url: isAbsolute ? target : `${scheme}://${authorityOf(request)}${target}`,
    headers: headerLines(request.rawHeaders),
  }
}

/**
 * Whether the client sent a TLS certificate, valid or not (D13): servers get one only if they ask for it. Read from what a TLS socket offers, because
 * other runtimes that imitate Node have no `TLSSocket`.
 */
export function hasCertificate(request: NodeRequest): boolean {
  const socket = socketOf(request)
  const { getPeerX509Certificate } = (socket ?? {}) as {
    readonly getPeerX509Certificate?: () => object | undefined
  }
  return getPeerX509Certificate?.call(socket) !== undefined
}

/** The address of the connection's peer, which is the proxy where there is one. IPv4-mapped IPv6 addresses are written as IPv4. */
export function clientAddress(request: NodeRequest): string | null {
  const { remoteAddress } = (socketOf(request) ?? {}) as { readonly remoteAddress?: string }
  return remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/i, '') ?? null
}

/** The address that the connection was made to; null for a Unix socket, and on runtimes that do not tell it. */
export function localAddress(request: NodeRequest): string | null {
  const { localAddress } = (socketOf(request) ?? {}) as { readonly localAddress?: string }
  return localAddress ?? null
}

/** Other runtimes that imitate Node may have none. */
function socketOf(request: NodeRequest): object | undefined {
  return 'stream' in request ? request.stream.session?.socket : request.socket
}

/** `:authority`, else the first Host line. The engine compares it with the other lines (D2). */
function authorityOf({ headers, rawHeaders }: NodeRequest): string {
  const authority = headers[':authority']
  if (typeof authority === 'string') return authority
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') return rawHeaders[at + 1] ?? ''
  }
  return ''
}

/** Removes headers that only Marque layers read from `rawHeaders`, `headers` and `headersDistinct`. The facts, read before, keep them. */
export function stripInternalHeaders(request: NodeRequest, { headers }: RequestFacts): void {
  if (!headers.some(([name]) => isInternalHeader(name))) return
  // Node derives the two objects from the raw list on first access, and relies on its length: access them before the list changes.
  deleteInternal(request.headers)
  const { headersDistinct } = request as { readonly headersDistinct?: object }
  if (headersDistinct !== undefined) deleteInternal(headersDistinct)
  const { rawHeaders } = request
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (isInternalHeader(rawHeaders[at] ?? '')) rawHeaders.splice(at, 2)
  }
}

function deleteInternal(fields: object): void {
  for (const name of Object.keys(fields))
    if (isInternalHeader(name)) Reflect.deleteProperty(fields, name)
}
