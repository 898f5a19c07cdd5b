/**
 * Steps about the path: its readings (D4), the resource (D7, D8) and the tenant (D15).
 *
 * @module
 */
import type { Place } from '../decide/place.ts'
import type { Plan, ResourcePlan } from '../decide/plan.ts'
import {
  classifyPath,
  PATH_KINDS,
  pathEnd,
  pathKind,
  type Reading,
  readingsOf,
} from '../path/readings.ts'
import { agreeing, casedReadings, type Route, routeReading } from '../path/router.ts'
import { count, methodText, quote, quoteAll } from '../text/quote.ts'
import { type Candidate, candidatesFor, matchText } from './match-candidates.ts'
import type { Trail } from './trail.ts'

/** What the path is read as, and where each reading leads. */
interface Led {
  readonly reading: Reading
  readonly route: Route | undefined
}

/** A path to be judged: `text` from `start` on. */
export interface Judged {
  readonly place: Place
  readonly text: string
  readonly start: number
  readonly method: string
  readonly told: string | null
}

/** D4. */
export function onPath(trail: Trail, plan: Plan, judged: Judged): void {
  const { text, start } = judged
  if (text.charCodeAt(start) === 0x2a) {
    trail.skip(
      'D4',
      'the target has the asterisk form, which is for OPTIONS of the whole server only',
    )
    return
  }
  const led = readings(plan, judged)
  if (led === null) trail.fail('D4', `the path is ambiguous: ${whyAmbiguous(text, start)}`)
  else if (agreeing(led.map(({ route }) => route)) !== undefined) {
    trail.pass('D4', `the path has ${count(led.length, 'reading')}${leadAlike(led)}`)
  } else trail.fail('D4', `two layers could read the path differently: ${difference(plan, led)}`)
}

function leadAlike(led: readonly Led[]): string {
  if (led.length < 2) return ''
  const paths = led.map(({ reading }) => reading.path)
  return `, which lead to the same place: ${quoteAll([...new Set(paths)], 4)}`
}

/** Every reading, and where it leads; null where the path is ambiguous outright. */
function readings(plan: Plan, { place, text, start, method, told }: Judged): readonly Led[] | null {
  const classified = classifyPath(text, start)
  if (classified < 0) return null
  const path = text.slice(start, pathEnd(classified))
  const kind = pathKind(classified)
  const plain: Reading = { path, withData: path, folded: false }
  const isPlain = kind === PATH_KINDS.plain && !plan.router.casedPatterns
  const of = isPlain
    ? [plain]
    : kind === PATH_KINDS.special
      ? readingsOf(path)
      : casedReadings(path)
  return (
    of?.map((reading) => ({
      reading,
      route: routeReading(plan.router, place.from, reading, method, told),
    })) ?? null
  )
}

/** Two readings that lead to different places. */
function difference(plan: Plan, led: readonly Led[]): string {
  const tied = led.find(({ route }) => route === undefined)
  if (tied !== undefined) return `${nameOf(tied)} it fits two resources equally well`
  const [first] = led
  const other = led.find(({ route }) => agreeing([first?.route, route]) === undefined)
  if (first === undefined || other === undefined) return 'its readings lead to different places'
  return `${nameOf(first)} it leads to ${whereTo(plan, first)}, ${nameOf(other)} to ${whereTo(plan, other)}`
}

function nameOf({ reading }: Led): string {
  return `${reading.folded ? 'with case folded, as' : 'as'} ${quote(reading.path)}`
}

function whereTo(plan: Plan, { route }: Led): string {
  const resource = plan.resources[route?.resource ?? -1]
  const tenant = route?.tenant ?? null
  return [
    resource === undefined ? 'no resource' : `resource ${quote(resource.name)}`,
    ...(tenant === null ? [] : [`tenant ${quote(tenant)}`]),
    ...(route?.tenantUnknown ? ['an unknown tenant'] : []),
    ...(route?.version ? [`API version ${quote(route.version)}`] : []),
  ].join(', ')
}

/** What is found first; the engine asks only whether. */
function whyAmbiguous(text: string, start: number): string {
  const target = text.slice(start)
  const path = target.split('?', 1)[0] ?? ''
  if (!path.startsWith('/')) return 'it does not start with `/`'
  if (target.includes('#')) return 'it holds a raw `#`'
  if (/[^\x21-\x7e]/.test(path)) return 'it holds a raw byte that no path may hold'
  if (path.length > 16384) return `it has ${path.length} characters, more than any server takes`
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(path))
    return 'it holds a dot segment, which browsers resolve before they send it'
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return 'it holds a bad escape'
  return 'decoded once or twice it holds a dot segment, a bad escape, a control character or invalid UTF-8'
}

/** D7. */
export function onResource(
  trail: Trail,
  plan: Plan,
  judged: Judged,
  resource: ResourcePlan | null,
): void {
  const { text, start, place, method } = judged
  const classified = classifyPath(text, start)
  const path = classified < 0 ? '' : text.slice(start, pathEnd(classified))
  const found = path === '' ? [] : candidatesFor(plan, place.from.host, path, method)
  const asked = `${methodText(method)} ${quote(path === '' ? text.slice(start) : path)}`
  if (resource === null) {
    trail.fail('D7', `no resource matches ${asked}${nearest(found)}`)
    return
  }
  const fits = found.filter(({ coversMethod }) => coversMethod)
  const won = fits.find((each) => each.resource === resource.name)
  const over = fits.filter((each) => each !== won && each.resource !== resource.name)
  const { sensitivity, enforce } = resource.resource
  const by = won === undefined ? '' : ` by ${matchText(won.match)}`
  const others = over.length === 0 ? '' : `, more specific than ${list(over)}`
  trail.pass(
    'D7',
    `the resource is ${quote(resource.name)} (${sensitivity}, enforce ${enforce})${by}${others}`,
  )
}

function list(candidates: readonly Candidate[]): string {
  const shown = candidates
    .slice(0, 4)
    .map(({ match, resource }) => `${matchText(match)} of ${quote(resource)}`)
  const more = candidates.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** A match that only the method keeps from fitting. */
function nearest(found: readonly Candidate[]): string {
  const [near] = found
  return near === undefined
    ? ''
    : `; ${matchText(near.match)} of ${quote(near.resource)} matches host and path, and not the method`
}

/** D15, where the policy knows tenants. */
export function onTenant(trail: Trail, plan: Plan, judged: Judged, route: Route): void {
  const { told, place } = judged
  if (plan.router.tenants.size === 0 && told === null && !route.tenantUnknown) return
  const byHost = place.from.tenant === null ? '' : ` (the host says ${quote(place.from.tenant)})`
  const byLayer = told === null ? '' : `; the layer says ${quote(told)}`
  if (route.tenantUnknown) {
    trail.fail('D15', `host, path and layer do not name one known tenant${byHost}${byLayer}`)
  } else if (route.tenant === null) trail.skip('D15', 'neither host nor path names a tenant')
  else trail.pass('D15', `the tenant is ${quote(route.tenant)}${byHost}${byLayer}`)
}
