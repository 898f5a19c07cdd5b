/**
 * What pages of a real browser do: the probes of a plan, as far as a page can send them.
 *
 * @module
 */
import { METHODS } from 'node:http'
import type { HeaderLine } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import type { Probe, ProbeOrigin } from '../probes/index.ts'

/** One request of a page to one layer. */
export interface BrowserCase {
  /** Unique among the cases of a run, and the same in every browser. */
  readonly id: number
  readonly origin: ProbeOrigin
  /** With the `marque-probe` query that names the case. */
  readonly page: PageRequest
  /** Index of the layer that is asked. */
  readonly layer: number
  /**
   * Whether the request itself is sent to the layer. False behind a preflight for a method that changes data, or for Authorization: the preflight is the
   * layer's, and the request behind it is answered by the proxy.
   */
  readonly forwardsRequest: boolean
}

export interface CaseOptions {
  /** Indexes of the layers. */
  readonly layers: readonly number[]
  readonly maxCases: number
  readonly seed: number
}

/**
 * The first probes that a page can send, each without credentials and with them, each to every layer. Probes without `Origin`, with an origin that no
 * browser serialises, with headers that script may not set, conditional ones and sequences of a cache are not among them.
 */
export function browserCases(
  probes: readonly Probe[],
  { layers, maxCases, seed }: CaseOptions,
): readonly BrowserCase[] {
  const seen = new Set<string>()
  const cases: BrowserCase[] = []
  const most = Math.floor(maxCases / Math.max(1, layers.length)) * layers.length
  for (const probe of probes) {
    for (const { page, forwardsRequest } of pageRequests(probe)) {
      const key = JSON.stringify([page, forwardsRequest])
      if (seen.has(key)) continue
      seen.add(key)
      for (const layer of layers) {
        if (cases.length >= most) return cases
        const id = cases.length
        cases.push({
          id,
          origin: probe.origin,
          page: { ...page, url: caseUrl(page.url, id, seed) },
          layer,
          forwardsRequest,
        })
      }
    }
  }
  return cases
}

/** The query is part of no decision, and keeps caches of answers and of preflights apart. */
function caseUrl(url: string, id: number, seed: number): string {
  return `${url}${url.includes('?') ? '&' : '?'}marque-probe=${seed}-b${id}`
}

type PageCase = Pick<BrowserCase, 'page' | 'forwardsRequest'>

function pageRequests(probe: Probe): readonly PageCase[] {
  const { kind, sequence } = probe
  const origin = probe.origin.value
  if (sequence !== null || origin === null || !isSerialised(origin)) return []
  if (new URL(probe.url).href !== probe.url) return []
  if (kind === 'websocket') {
    const url = probe.url.replace(/^http/, 'ws')
    const page = { origin, method: 'GET', url, headers: [], credentials: true }
    return [{ page, forwardsRequest: true }]
  }
  const sent = kind === 'preflight' ? preflighted(probe) : kind === 'actual' ? actual(probe) : null
  if (sent === null || !METHODS.includes(sent.method)) return []
  if (sent.headers.some(([name]) => isForbidden(name))) return []
  const { method, headers, forwardsRequest } = sent
  const request = { origin, method, url: probe.url, headers }
  const withCredentials = { page: { ...request, credentials: true }, forwardsRequest }
  if (probe.withCredentials) return [withCredentials]
  return [{ page: { ...request, credentials: false }, forwardsRequest }, withCredentials]
}

interface Sent {
  readonly method: string
  readonly headers: readonly HeaderLine[]
  readonly forwardsRequest: boolean
}

function actual({ method, headers }: Probe): Sent {
  return {
    method,
    headers: headers.filter(([name]) => name.toLowerCase() !== 'origin'),
    forwardsRequest: true,
  }
}

/** The request that causes the preflight. */
function preflighted({ headers }: Probe): Sent | null {
  const method = lineValue(headers, 'access-control-request-method')
  if (method === undefined) return null
  const names = (lineValue(headers, 'access-control-request-headers') ?? '')
    .split(',')
    .filter((name) => name !== '')
  const isSafe = method === 'GET' || method === 'HEAD'
  return {
    method,
    headers: names.map((name): HeaderLine => [name, VALUES[name] ?? '1']),
    forwardsRequest: isSafe && !names.includes('authorization'),
  }
}

/** Values that need a preflight where not every value does. */
const VALUES: { readonly [name: string]: string } = {
  authorization: 'Bearer marque-verify',
  'content-type': 'application/json',
}

function lineValue(headers: readonly HeaderLine[], lower: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === lower)?.[1]
}

/** Whether browsers send exactly this text as the origin of some page. */
function isSerialised(origin: string): boolean {
  if (origin === 'null') return true
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin
}

/** Fetch, forbidden request-header, as far as probes have any; and User-Agent, which only some browsers let script set. */
function isForbidden(name: string): boolean {
  return /^(?:sec-.*|proxy-.*|cookie2?|host|origin|referer|connection|upgrade|user-agent|accept-encoding|access-control-request-.*|content-length|date|dnt|expect|keep-alive|te|trailer|transfer-encoding|via)$/i.test(
    name,
  )
}
