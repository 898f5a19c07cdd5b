/**
 * Steps about the path: its readings (D4), the resource (D7, D8) and the tenant (D15).
 *
 * @module
 */
import type { EvaluationInput } from '../decide/index.ts'
import {
  classifyPath,
  PATH_KINDS,
  pathEnd,
  pathKind,
  type Reading,
  readingsOf,
} from '../path/index.ts'
import {
  casedReadings,
  commonRoute,
  type PreparedPolicy,
  type RequestTarget,
  type Route,
  routeReading,
  withPath,
} from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import { type Candidate, candidatesFor, matchText } from './match-candidates.ts'
import { count, methodText } from './phrases.ts'
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

/** A reading of the path, and its route; `undefined` where two resources fit equally. */
interface RoutedReading {
  readonly reading: Reading
  readonly route: Route | undefined
}

/** D4. */
export function explainPath(steps: StepList, input: PathInput): void {
  const { text, target } = input
  if (text.charCodeAt(target.start) === 0x2a) {
    steps.skip(
      'D4',
      'the target has the asterisk form, which only OPTIONS for the whole server has',
    )
    return
  }
  const routed = routedReadings(input)
  if (routed === null) {
    steps.fail('D4', `the path is ambiguous: ${whyAmbiguous(text.slice(target.start))}`)
  } else if (commonRoute(routed.map(({ route }) => route)) !== undefined) {
    steps.pass('D4', `the path has ${count(routed.length, 'reading')}${readingsText(routed)}`)
  } else {
    const text = `two layers could read the path differently: ${difference(input.policy, routed)}`
    steps.fail('D4', text)
  }
}

function readingsText(routed: readonly RoutedReading[]): string {
  if (routed.length < 2) return ''
  const paths = routed.map(({ reading }) => reading.path)
  return `, all of them with the same route: ${quoteAll([...new Set(paths)], 4)}`
}

/** Every reading with its route; null where the path is ambiguous in itself. */
function routedReadings(input: PathInput): readonly RoutedReading[] | null {
  const { policy, target, text, method, layerTenant } = input
  const { router } = policy
  const classified = classifyPath(text, target.start)
  if (classified < 0) return null
  const path = text.slice(target.start, pathEnd(classified))
  const kind = pathKind(classified)
  const plain: Reading = { path, withData: path, folded: false }
  const isPlain = kind === PATH_KINDS.plain && !router.casedPatterns
  const readings = isPlain
    ? [plain]
    : kind === PATH_KINDS.special
      ? readingsOf(path)
      : casedReadings(path)
  return (
    readings?.map((reading) => ({
      reading,
      route: routeReading(router, target.host, reading, method, layerTenant),
    })) ?? null
  )
}

/** Two readings with different routes. */
function difference(policy: PreparedPolicy, routed: readonly RoutedReading[]): string {
  const tied = routed.find(({ route }) => route === undefined)
  if (tied !== undefined) return `${readingText(tied)} it matches two resources equally`
  const [first] = routed
  const other = routed.find(({ route }) => commonRoute([first?.route, route]) === undefined)
  if (first === undefined || other === undefined) return 'its readings match different resources'
  return `${readingText(first)} it matches ${routeText(policy, first)}, ${readingText(other)} ${routeText(policy, other)}`
}

function readingText({ reading }: RoutedReading): string {
  return `${reading.folded ? 'case-folded, as' : 'as'} ${quote(reading.path)}`
}

function routeText(policy: PreparedPolicy, { route }: RoutedReading): string {
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
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return 'it has an invalid percent-encoding'
  return 'decoded once or twice it has a dot segment, an invalid percent-encoding, a control character or invalid UTF-8'
}

/** D7. */
export function explainResource(
  steps: StepList,
  input: PathInput,
  resource: EvaluationInput['resource'],
): void {
  const { policy, text, target, method } = input
  const classified = classifyPath(text, target.start)
  const path = classified < 0 ? '' : text.slice(target.start, pathEnd(classified))
  const candidates = path === '' ? [] : candidatesFor(policy, target.host.authority, path, method)
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
  if (policy.router.tenants.size === 0 && layerTenant === null && !route.tenantUnknown) return
  const { tenant } = target.host
  const byHost = tenant === null ? '' : ` (${quote(tenant)} by the host)`
  const byLayer = layerTenant === null ? '' : `; ${quote(layerTenant)} by the layer`
  if (route.tenantUnknown) {
    steps.fail('D15', `host, path and layer do not name the same known tenant${byHost}${byLayer}`)
  } else if (route.tenant === null) steps.skip('D15', 'neither host nor path names a tenant')
  else steps.pass('D15', `the tenant is ${quote(route.tenant)}${byHost}${byLayer}`)
}
