/**
 * Which upstream gets a request.
 *
 * @module
 */
import { type PathPattern, type PatternSegment, readPathPattern } from '@marque/core'
import type { RouteSettings } from '../settings/settings.ts'

/** What routes ask of a request. */
export interface RouteQuestion {
  /** Lower case, without a port. */
  readonly host: string
  /** The raw path, without the query. */
  readonly path: string
  readonly tenant: string | null
  /** Asked only where a route depends on it. */
  sets(): readonly string[]
}

export type Router = (question: RouteQuestion) => string | null

/**
 * Routes in the order in which they stand: the first that fits decides.
 *
 * @throws {TypeError} A path is no pattern.
 */
export function buildRoutes(routes: readonly RouteSettings[]): Router {
  const ready = routes.map((route) => ({ ...route, pattern: patternOf(route.path) }))
  const [first] = ready
  // One upstream for all is what most gateways have.
  if (ready.length === 1 && first !== undefined && isForAll(first)) return () => first.upstream
  return (question) => {
    for (const route of ready) {
      if (
        hostFits(route.host, question.host) &&
        (route.tenant === null || route.tenant === question.tenant) &&
        (route.pattern === null || pathFits(route.pattern, question.path)) &&
        (route.originSets === null ||
          question.sets().some((set) => route.originSets?.includes(set)))
      ) {
        return route.upstream
      }
    }
    return null
  }
}

function isForAll({ host, path, originSets, tenant }: RouteSettings): boolean {
  return host === null && path === null && originSets === null && tenant === null
}

function patternOf(path: string | null): PathPattern | null {
  if (path === null) return null
  const pattern = readPathPattern(path)
  if (pattern === undefined)
    throw new TypeError(`\`${path}\` is no path pattern: /v1/{id}/** is one`)
  return pattern
}

function hostFits(wanted: string | null, host: string): boolean {
  if (wanted === null || wanted === host) return true
  return (
    wanted.startsWith('*.') && host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1
  )
}

/** Segment by segment, decoded once. Whatever way a path is written, the policy judges it and not the route. */
function pathFits({ segments, rest }: PathPattern, path: string): boolean {
  const parts = decoded(path).split('/').slice(1)
  if (parts.at(-1) === '') parts.pop()
  if (parts.length < segments.length || (!rest && parts.length > segments.length)) return false
  return segments.every((segment, at) => segmentFits(segment, parts[at] ?? ''))
}

function segmentFits(segment: PatternSegment, part: string): boolean {
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
