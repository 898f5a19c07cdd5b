/**
 * Where in a request's url host and path stand (D1, D2).
 *
 * @module
 */
import { type HostRoute, routeHost } from '../path/router.ts'
import { normalizeHost, splitTarget } from '../path/target.ts'
import type { Plan } from './plan.ts'

/** The raw path starts at `start` of `text` and ends before the first `?`. */
export interface Place {
  readonly from: HostRoute
  readonly text: string
  readonly start: number
}

/**
 * Finds the host. Most requests of a layer name the host of the one before, which is then not read again.
 *
 * @returns Null where no host can be read.
 */
export function placeOf(plan: Plan, url: string): Place | null {
  const { lastHost } = plan
  if (lastHost.route !== null && url.startsWith(lastHost.start)) {
    const start = lastHost.start.length
    if (url.charCodeAt(start) === 0x2f) return { from: lastHost.route, text: url, start }
  }
  const { host, start } = splitTarget(url)
  if (host === undefined) return null
  const from = routeHost(plan.router, host)
  const first = url.charCodeAt(start)
  if (first === 0x2f) {
    lastHost.start = url.slice(0, start)
    lastHost.route = from
  }
  const isEmpty = start === url.length || first === 0x3f
  return { from, text: isEmpty ? `${url.slice(0, start)}/${url.slice(start)}` : url, start }
}

/**
 * Whether the Host lines say what the url says: exactly one, or none at all.
 *
 * @param value The first of them.
 */
export function hostLinesAgree(lines: number, value: string, host: string, url: string): boolean {
  if (lines === 0 || (lines === 1 && value === host)) return true
  const scheme = url.slice(0, url.indexOf('://')).toLowerCase()
  return lines === 1 && normalizeHost(value, scheme) === host
}
