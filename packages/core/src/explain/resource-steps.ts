/**
 * Steps about the path: its alternatives (D4), the resource (D7, D8) and the tenant (D15).
 *
 * @module
 */
import type { EvaluationInput } from '../decide/index.ts'
import { classifyPath, hasTooManyParts, PATH_KINDS, pathEnd, pathKind } from '../path/index.ts'
import { type PreparedPolicy, type RequestTarget, type Route, withPath } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import { type Candidate, candidatesFor, matchText } from './match-candidates.ts'
import { type ReadPath, readPaths } from './path-alternatives.ts'
import { methodText } from './phrases.ts'
import type { StepList } from './step-list.ts'

/** A request whose host is known and whose path is to be routed. */
export interface PathInput {
  readonly policy: PreparedPolicy
  readonly target: RequestTarget
  /** The url, with `/` as its path where it has none. */
  readonly text: string
  readonly method: string
  /** The tenant that the layer knows of. */
  readonly layerTenant: string | null
}

export function pathInputOf(
  policy: PreparedPolicy,
  target: RequestTarget,
  url: string,
  method: string,
  layerTenant: string | null,
): PathInput {
  const text = target.isEmpty ? withPath(url, target) : url
  return { policy, target, text, method, layerTenant }
}

/**
 * D4.
 *
 * @param isAmbiguous The engine found no place that all alternatives of the path lead to.
 */
export function explainPath(steps: StepList, input: PathInput, isAmbiguous: boolean): void {
  const { text, target } = input
  if (text.charCodeAt(target.start) === 0x2a) {
    steps.skip(
      'D4',
      'the target has the asterisk form, which only OPTIONS for the whole server has',
    )
    return
  }
  const read = pathsReadAs(input)
  if (read === null) {
    steps.fail('D4', `the path is ambiguous: ${whyAmbiguous(text.slice(target.start))}`)
  } else if (isAmbiguous) {
    const text = `two layers could read the path differently: ${difference(input.policy, read)}`
    steps.fail('D4', text)
  } else {
    const paths = [...new Set(read.map(({ path }) => path))]
    const text =
      paths.length < 2
        ? 'the path can be read in one way only'
        : `the path can be read in several ways, and all lead to the same resource: ${quoteAll(paths, 4)}`
    steps.pass('D4', text)
  }
}

/** Null where the path is ambiguous, whatever the policy says. */
function pathsReadAs({ policy, target, text, method }: PathInput): readonly ReadPath[] | null {
  const classified = classifyPath(text, target.start)
  if (classified < 0) return null
  const path = text.slice(target.start, pathEnd(classified))
  const isPlain = pathKind(classified) === PATH_KINDS.plain && !policy.router.hasCase
  return isPlain
    ? [{ how: '', path, route: undefined }]
    : readPaths(policy, target.host, path, method)
}

/** Two alternatives that lead to different places. */
function difference(policy: PreparedPolicy, read: readonly ReadPath[]): string {
  const tied = read.find(({ route }) => route === undefined)
  if (tied !== undefined) return `${readText(tied)} it matches two resources equally`
  const [first] = read
  const other = read.find(({ route }) => !isSamePlace(route, first?.route))
  if (first === undefined || other === undefined) {
    return `its segments can be read in different ways, each by itself (${[...new Set(read.map(({ how }) => how))].filter((how) => how !== '').join('; ')}), and then match different resources`
  }
  return `${readText(first)} it matches ${routeText(policy, first)}, ${readText(other)} ${routeText(policy, other)}`
}

function isSamePlace(a: Route | undefined, b: Route | undefined): boolean {
  return (
    a?.resource === b?.resource &&
    a?.tenant === b?.tenant &&
    a?.tenantUnknown === b?.tenantUnknown &&
    a?.version === b?.version
  )
}

function readText({ how, path }: ReadPath): string {
  return how === '' ? `as received, ${quote(path)},` : `with ${how}, as ${quote(path)},`
}

function routeText(policy: PreparedPolicy, { route }: ReadPath): string {
  const resource = policy.resources[route?.resource ?? -1]
  const tenant = route?.tenant ?? null
  return [
    resource === undefined ? 'no resource' : `resource ${quote(resource.name)}`,
    ...(tenant === null ? [] : [`tenant ${quote(tenant)}`]),
    ...(route?.tenantUnknown ? ['an unknown tenant'] : []),
    ...(route?.version ? [`API version ${quote(route.version)}`] : []),
  ].join(', ')
}

/** The first cause that is found; the engine only needs to know that there is one. */
function whyAmbiguous(target: string): string {
  const path = target.split('?', 1)[0] ?? ''
  if (!path.startsWith('/')) return 'it does not start with `/`'
  if (target.includes('#')) return 'it has a raw `#`'
  if (/[^\x21-\x7e]/.test(path)) return 'it has a raw byte that paths may not have'
  if (path.length > 16384) return `it has ${path.length} characters, more than servers accept`
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(path))
    return 'it has a dot segment, which browsers resolve before they send it'
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) {
    return 'it has an invalid percent-encoding: a `%` is written `%25`'
  }
  if (hasTooManyParts(path)) return 'it has an escape, `;`, `\\` or `//` and more than 128 parts'
  return 'decoded once or twice it has a dot segment, a control character or invalid UTF-8'
}

/** D7. */
export function explainResource(
  steps: StepList,
  input: PathInput,
  resource: EvaluationInput['resource'],
): void {
  const { text, target, method } = input
  const classified = classifyPath(text, target.start)
  const path = classified < 0 ? '' : text.slice(target.start, pathEnd(classified))
  const candidates = path === '' ? [] : candidatesOf(input, path)
  if (resource === null) {
    const wanted = `${methodText(method)} ${quote(path === '' ? text.slice(target.start) : path)}`
    steps.fail('D7', `no resource matches ${wanted}${nearMiss(candidates)}`)
    return
  }
  const fitting = candidates.filter(({ coversMethod }) => coversMethod)
  const won = fitting.find((each) => each.resource === resource.name)
  const others = fitting.filter((each) => each !== won && each.resource !== resource.name)
  const { sensitivity, enforce } = resource.resource
  const by = won === undefined ? '' : ` by ${matchText(won.match)}`
  const over = others.length === 0 ? '' : `, more specific than ${candidatesText(others)}`
  steps.pass(
    'D7',
    `the resource is ${quote(resource.name)} (${sensitivity}, enforce ${enforce})${by}${over}`,
  )
}

/** The matches that fit the path as received, then those that fit only another reading of it (D4). */
function candidatesOf(input: PathInput, path: string): readonly Candidate[] {
  const { policy, target, method } = input
  const paths = new Set([path, ...(pathsReadAs(input) ?? []).map((read) => read.path)])
  const found = new Map<Candidate['match'], Candidate>()
  for (const each of paths) {
    for (const candidate of candidatesFor(policy, target.host.authority, each, method)) {
      if (!found.has(candidate.match)) found.set(candidate.match, candidate)
    }
  }
  return [...found.values()]
}

function candidatesText(candidates: readonly Candidate[]): string {
  const shown = candidates
    .slice(0, 4)
    .map(({ match, resource }) => `${matchText(match)} of ${quote(resource)}`)
  const more = candidates.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** A match that fits but for its methods. */
function nearMiss([near]: readonly Candidate[]): string {
  return near === undefined
    ? ''
    : `; ${matchText(near.match)} of ${quote(near.resource)} matches host and path, but not the method`
}

/** D15, where the policy has tenants. */
export function explainTenant(
  steps: StepList,
  { policy, target, layerTenant }: PathInput,
  route: Route,
): void {
  if (policy.router.tenants.exact.size === 0 && layerTenant === null && !route.tenantUnknown) return
  const { tenant } = target.host
  const byHost = tenant === null ? '' : ` (${quote(tenant)} by the host)`
  const byLayer = layerTenant === null ? '' : `; ${quote(layerTenant)} by the layer`
  if (route.tenantUnknown) {
    steps.fail('D15', `host, path and layer do not name the same known tenant${byHost}${byLayer}`)
  } else if (route.tenant === null) steps.skip('D15', 'neither host nor path names a tenant')
  else steps.pass('D15', `the tenant is ${quote(route.tenant)}${byHost}${byLayer}`)
}
