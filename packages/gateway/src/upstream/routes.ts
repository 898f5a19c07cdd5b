/**
 * Selection of the upstream for a request.
 *
 * @module
 */
import { type PathPattern, type PatternSegment, readPathPattern, setNamesOf } from '@marque/core'
import type { RouteSettings } from '../config/index.ts'
import { type Exchange, requestTarget, valuesOf } from '../request/index.ts'

/** The name of the upstream, or null if no route matches. */
export type Router = (exchange: Exchange) => string | null

/**
 * Routes are tried in order; the first match decides.
 *
 * @throws {TypeError} A path is not a valid pattern.
 */
export function createRouter(routes: readonly RouteSettings[]): Router {
  const prepared = routes.map((route) => ({ ...route, pattern: readPattern(route.path) }))
  const [first] = prepared
  // Most gateways have one upstream for all requests.
  if (prepared.length === 1 && first !== undefined && isCatchAll(first)) return () => first.upstream
  return (exchange) => {
    const request = new RoutedRequest(exchange)
    for (const route of prepared) {
      if (
        matchesHost(route.host, request) &&
        (route.tenant === null || route.tenant === exchange.decision.tenant) &&
        (route.pattern === null || matchesPath(route.pattern, request.path)) &&
        (route.originSets === null ||
          request.originSets.some((set) => route.originSets?.includes(set)))
      ) {
        return route.upstream
      }
    }
    return null
  }
}

/** Properties are computed on first access: most routes need only one of them. */
class RoutedRequest {
  readonly #exchange: Exchange
  #host: string | undefined
  #path: string | undefined
  #originSets: readonly string[] | undefined

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /** Lower case, without a port. */
  get host(): string {
    this.#host ??= hostOf(this.#exchange.facts.url)
    return this.#host
  }

  /** The raw path, without the query. */
  get path(): string {
    this.#path ??= requestTarget(this.#exchange.facts).replace(/\?.*$/s, '')
    return this.#path
  }

  /** The origin sets of the policy that contain the request's origin. */
  get originSets(): readonly string[] {
    this.#originSets ??= originSetsOf(this.#exchange)
    return this.#originSets
  }
}

function hostOf(url: string): string {
  const authority = /^[^:]*:\/\/([^/?#\\*]*)/.exec(url)?.[1] ?? ''
  return authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}

function originSetsOf({ engine, facts }: Exchange): readonly string[] {
  const origins = valuesOf(facts.headers, 'origin')
  return engine === null || origins.length !== 1 ? [] : setNamesOf(engine, origins[0] ?? '')
}

function isCatchAll({ host, path, originSets, tenant }: RouteSettings): boolean {
  return host === null && path === null && originSets === null && tenant === null
}

function readPattern(path: string | null): PathPattern | null {
  if (path === null) return null
  const pattern = readPathPattern(path)
  if (pattern === undefined) {
    throw new TypeError(
      `invalid path pattern \`${path}\` in a route: expected a pattern such as \`/v1/{id}/**\``,
    )
  }
  return pattern
}

function matchesHost(wanted: string | null, request: RoutedRequest): boolean {
  if (wanted === null || wanted === request.host) return true
  const { host } = request
  return (
    wanted.startsWith('*.') && host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1
  )
}

/** Compares segment by segment, percent-decoded once. However a path is spelled, the policy evaluates it; a route only selects the upstream. */
function matchesPath({ segments, rest }: PathPattern, path: string): boolean {
  const parts = decoded(path).split('/').slice(1)
  if (parts.at(-1) === '') parts.pop()
  if (parts.length < segments.length || (!rest && parts.length > segments.length)) return false
  return segments.every((segment, at) => matchesSegment(segment, parts[at] ?? ''))
}

function matchesSegment(segment: PatternSegment, part: string): boolean {
  return 'literal' in segment ? segment.literal === part : part !== ''
}

function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
