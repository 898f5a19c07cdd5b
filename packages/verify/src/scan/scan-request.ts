/**
 * The requests of a scan, as probes that the prober sends.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Probe, ProbeKind } from '../probes/index.ts'

/** What is asked. `missing` is a path beside the URL that does not exist. */
export interface ScanRequest {
  readonly kind: Extract<ProbeKind, 'actual' | 'preflight' | 'options'>
  readonly at: 'url' | 'missing'
  /** Null for a request without `Origin`. */
  readonly origin: string | null
  /** The method and the header names that a preflight asks for. */
  readonly asks?: { readonly method: string; readonly headers: string | null }
  /** Requests of a sequence have one URL, and are sent in their order; null for a URL of its own. */
  readonly sequence: number | null
}

export function actual(origin: string | null, sequence: number | null = null): ScanRequest {
  return { kind: 'actual', at: 'url', origin, sequence }
}

export function missing(origin: string | null): ScanRequest {
  return { kind: 'actual', at: 'missing', origin, sequence: null }
}

export function preflight(origin: string, method: string, headers: string | null): ScanRequest {
  return { kind: 'preflight', at: 'url', origin, asks: { method, headers }, sequence: null }
}

export function plainOptions(origin: string | null): ScanRequest {
  return { kind: 'options', at: 'url', origin, sequence: null }
}

/** @param id Unique among the probes of a scan. */
export function probeOf(request: ScanRequest, id: number, url: string): Probe {
  const { kind, at, origin, asks, sequence } = request
  const headers: HeaderLine[] = origin === null ? [] : [['Origin', origin]]
  if (asks !== undefined) {
    headers.push(['Access-Control-Request-Method', asks.method])
    if (asks.headers !== null) headers.push(['Access-Control-Request-Headers', asks.headers])
  }
  return {
    id,
    kind,
    resource: null,
    origin: { value: origin, role: origin === null ? 'none' : 'unlisted', nearMiss: null },
    method: kind === 'actual' ? 'GET' : 'OPTIONS',
    url: at === 'url' ? url : missingBeside(url),
    headers,
    // Browsers send no credentials with a preflight (Fetch, CORS-preflight fetch, step 1).
    withCredentials: kind === 'actual',
    conditionalOn: null,
    sequence,
  }
}

/** `/v1/marque-scan-missing` for `/v1/orders?page=2`. */
export function missingBeside(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname.slice(0, pathname.lastIndexOf('/') + 1)}marque-scan-missing`
}
