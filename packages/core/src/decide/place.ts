/**
 * Where in a request's url host and path stand (D1, D2).
 *
 * @module
 */
import { type HostRoute, type Router, routeHost } from '../path/router.ts'
import { normalizeHost, splitTarget } from '../path/target.ts'

/** What is known of a request once its host is read. One is kept and shared by the requests that follow. */
export interface Place {
  readonly from: HostRoute
  /** Where in the url the raw target starts. */
  readonly start: number
  /** The target is empty or a query alone: its path is `/`. */
  readonly isEmpty: boolean
}

/** The host of the last request, which most requests of a layer name again. Never an answer, only a look-up saved. */
export interface LastHost {
  prefix: string
  place: Place | null
}

/**
 * Finds the host. Most requests of a layer name the host of the one before, which is then not read again.
 *
 * @returns Null where no host can be read.
 */
export function placeOf(router: Router, lastHost: LastHost, url: string): Place | null {
  const { place } = lastHost
  if (place !== null && url.charCodeAt(place.start) === 0x2f && url.startsWith(lastHost.prefix)) {
    return place
  }
  const { host, start } = splitTarget(url)
  if (host === undefined) return null
  const first = url.charCodeAt(start)
  const isEmpty = start === url.length || first === 0x3f
  const found: Place = { from: routeHost(router, host), start, isEmpty }
  if (first === 0x2f) {
    lastHost.prefix = url.slice(0, start)
    lastHost.place = found
  }
  return found
}

/** The url with a target that has a path. */
export function withPath(url: string, { start, isEmpty }: Place): string {
  return isEmpty ? `${url.slice(0, start)}/${url.slice(start)}` : url
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
