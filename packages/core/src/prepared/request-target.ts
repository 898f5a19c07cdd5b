/**
 * Host and raw target of a request (D1, D2).
 *
 * @module
 */
import { normalizeHost, splitTarget } from '../path/index.ts'
import { type HostRoute, type Router, routeHost } from './router.ts'

/** A request whose host has been routed. One is kept and shared by the requests that follow. */
export interface RequestTarget {
  readonly host: HostRoute
  /** Offset of the raw target in the url. */
  readonly start: number
  /** The target is empty or a query alone: its path is `/`. */
  readonly isEmpty: boolean
}

/** The host of the last request, which most requests of a layer have too. It saves a lookup and never changes a decision. */
export interface LastTarget {
  prefix: string
  target: RequestTarget | null
}

/**
 * Routes the host of a url; that of the request before is not parsed again.
 *
 * @returns Null where the url has no valid host.
 */
export function targetOf(
  router: Router,
  lastTarget: LastTarget,
  url: string,
): RequestTarget | null {
  const { target } = lastTarget
  if (
    target !== null &&
    url.charCodeAt(target.start) === 0x2f &&
    url.startsWith(lastTarget.prefix)
  ) {
    return target
  }
  const { host, start } = splitTarget(url)
  if (host === undefined) return null
  const first = url.charCodeAt(start)
  const isEmpty = start === url.length || first === 0x3f
  const found: RequestTarget = { host: routeHost(router, host), start, isEmpty }
  if (first === 0x2f) {
    lastTarget.prefix = url.slice(0, start)
    lastTarget.target = found
  }
  return found
}

/** The url with the path `/` where its target has none. */
export function withPath(url: string, { start, isEmpty }: RequestTarget): string {
  return isEmpty ? `${url.slice(0, start)}/${url.slice(start)}` : url
}

/**
 * D2: whether there is no Host line, or one that names the host of the url.
 *
 * @param lines The number of Host lines.
 * @param value The first of them.
 * @param host Of the url, normalized.
 */
export function hostLinesAgree(lines: number, value: string, host: string, url: string): boolean {
  if (lines === 0 || (lines === 1 && value === host)) return true
  const scheme = url.slice(0, url.indexOf('://')).toLowerCase()
  return lines === 1 && normalizeHost(value, scheme) === host
}
