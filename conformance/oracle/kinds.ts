/**
 * D6: the kind of a request, the first that fits.
 *
 * @module
 */
import type { Bundle, Kind, RequestFacts } from '@marque/core'
import { asciiLower, elementsOf, filledLinesOf, linesOf } from './lines.ts'
import type { OriginField } from './origin.ts'

export interface KindFound {
  readonly kind: Kind
  /** Whether it is `same-origin` by Sec-Fetch-Site alone (ADR 0001, 6). */
  readonly bySecFetchSite: boolean
}

/**
 * @param host The request's host; null where it cannot be read.
 * @param layerTenant The tenant that the layer supplies.
 */
export function kindOf(
  bundle: Bundle,
  request: RequestFacts,
  origin: OriginField,
  host: string | null,
  layerTenant: string | null,
): KindFound {
  if (origin.state === 'none') return { kind: 'not-cors', bySecFetchSite: false }
  if (origin.state !== 'multiple' && isSelf(bundle, origin.text, host, layerTenant)) {
    return { kind: 'same-origin', bySecFetchSite: false }
  }
  if (origin.state === 'null' && secFetchIs(request, 'site', 'same-origin')) {
    return { kind: 'same-origin', bySecFetchSite: true }
  }
  if (request.method === 'OPTIONS' && requestedMethods(request).length > 0) {
    return { kind: 'preflight', bySecFetchSite: false }
  }
  return { kind: isWebSocket(request) ? 'websocket' : 'actual', bySecFetchSite: false }
}

/** D6, *Reading* (5): by Origin, Host and membership; the path does not matter. */
function isSelf(
  bundle: Bundle,
  text: string,
  host: string | null,
  layerTenant: string | null,
): boolean {
  return bundle.self.some((entry) => {
    if (!entry.includes('{tenant}')) {
      return entry === text && (bundle.self.length === 1 || authorityOf(entry) === host)
    }
    return Object.keys(bundle.tenants)
      .filter((name) => layerTenant === null || layerTenant === name)
      .map((name) => entry.replace('{tenant}', name))
      .some((own) => own === text && authorityOf(own) === host)
  })
}

/** D2: the host of a request is without its trailing dot. */
function authorityOf(origin: string): string {
  return origin.replace(/^[^:]+:\/\//, '').replace(/\.(:\d+)?$/, '$1')
}

/** The Access-Control-Request-Method lines that hold something. */
export function requestedMethods(request: RequestFacts): readonly string[] {
  return filledLinesOf(request, 'access-control-request-method')
}

export function secFetch(request: RequestFacts, name: 'site' | 'mode' | 'dest'): readonly string[] {
  return linesOf(request, `sec-fetch-${name}`)
}

/** RFC 8441; ADR 0001, 7. */
export function isExtendedConnect(request: RequestFacts): boolean {
  return request.method === 'CONNECT' && linesOf(request, ':protocol').includes('websocket')
}

/** What widens holds only where one line says it; what narrows holds where any line does. */
export function secFetchIs(
  request: RequestFacts,
  name: 'site' | 'mode' | 'dest',
  value: string,
): boolean {
  const lines = secFetch(request, name)
  return lines.length === 1 && lines[0] === value
}

function isWebSocket(request: RequestFacts): boolean {
  if (isExtendedConnect(request)) return true
  const names = (field: string, expected: string): boolean =>
    elementsOf(linesOf(request, field)).some((element) => asciiLower(element) === expected)
  return request.method === 'GET' && names('connection', 'upgrade') && names('upgrade', 'websocket')
}
