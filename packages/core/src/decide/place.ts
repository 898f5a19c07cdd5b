/**
 * Where in a request's url host and path stand (D1, D2).
 *
 * @module
 */
import { type HostRoute, routeHost } from '../path/router.ts'
import { normalizeHost, splitTarget } from '../path/target.ts'
import type { Plan } from './plan.ts'

/** The path is `text.slice(start, end)`, nothing decoded. */
export interface Place {
  /** Null where no host can be read. */
  readonly from: HostRoute | null
  readonly text: string
  readonly start: number
  readonly end: number
  /** A raw `#` stands in the query (one in the path is found with the path). */
  readonly ambiguous: boolean
}

/** Most requests of a layer name the host of the one before, which is then not read again. */
export function placeOf(plan: Plan, url: string): Place {
  const { lastHost } = plan
  const start = lastHost.start.length
  if (!url.startsWith(lastHost.start) || url.charCodeAt(start) !== 0x2f) return placeAnew(plan, url)
  const query = url.indexOf('?', start)
  const end = query < 0 ? url.length : query
  return {
    from: lastHost.route,
    text: url,
    start,
    end,
    ambiguous: query >= 0 && url.includes('#', query),
  }
}

function placeAnew(plan: Plan, url: string): Place {
  const { host, path, hasFragment, start } = splitTarget(url)
  if (host === undefined) return { from: null, text: '', start: 0, end: 0, ambiguous: true }
  const from = routeHost(plan.router, host)
  if (url.charCodeAt(start) === 0x2f) {
    plan.lastHost.start = url.slice(0, start)
    plan.lastHost.route = from
  }
  return { from, text: path, start: 0, end: path.length, ambiguous: hasFragment }
}

/**
 * Whether the Host lines say what the url says: exactly one, or none at all.
 *
 * @param value The first of them.
 */
export function hostLinesAgree(lines: number, value: string, host: string, url: string): boolean {
  if (lines === 0 || (lines === 1 && value === host)) return true
  return (
    lines === 1 && normalizeHost(value, url.slice(0, url.indexOf('://')).toLowerCase()) === host
  )
}
