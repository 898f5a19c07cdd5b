/**
 * Comparison of one class of routes, for every class of senders.
 *
 * The number of compared requests is bounded: a comparison ends within seconds, or reports what it left undecided.
 *
 * @module
 */
import { coversMethod, type Grant } from '@marque/core'
import {
  contextSamples,
  contradictingTenant,
  countRequests,
  findShifts,
  NORMAL,
  type Scenario,
  specialCircumstances,
  timeSpans,
} from './evaluate/index.ts'
import { type BundlePair, getOrCreate, type Vocabulary } from './pair/index.ts'
import {
  groupShifts,
  isCoveredBy,
  mergeOdd,
  mergeOver,
  type RawChange,
  type ShiftGroup,
  shiftKeys,
} from './report/index.ts'
import type { RouteClass } from './routing/index.ts'
import {
  fitsText,
  type OriginGroups,
  type ReducedComparison,
  type RulesPair,
  reduceComparison,
  type SenderClass,
  type SenderRegistry,
  senderClasses,
} from './senders/index.ts'

/** Requests that both engines decide, at most. One to a resource with very many grants counts more than once. */
export const MOST_REQUESTS = 1_500_000

/** Grants that the engine tests in the time that the rest of a decision takes. */
const GRANTS_PER_REQUEST = 40

export interface Budget {
  left: number
}

/** What the comparison of all routes shares. */
export interface ComparisonContext {
  readonly sides: BundlePair
  readonly vocabulary: Vocabulary
  readonly groups: OriginGroups
  readonly unlisted: string
  readonly senders: SenderRegistry
  readonly budget: Budget
  /** The results of scenarios with the same rules, by a key of these rules. */
  readonly known: Map<string, readonly ScenarioChange[]>
}

/** The part that all changes of a route share. */
type RouteFacts = Pick<RawChange, 'pair' | 'spelling'>

/** Senders that are no browsers: merged with others to which the same happens. */
const ODD: ReadonlySet<SenderClass['kind']> = new Set(['malformed', 'several'])

/** The changes of a route, and why some of it is undecided. */
export interface RouteComparison {
  readonly rawChanges: readonly RawChange[]
  readonly undecided: ReadonlySet<string>
}

/** Compares the decisions for all requests of a class of routes. */
export function compareRoute(
  context: ComparisonContext,
  route: RouteClass,
  rules: RulesPair,
): RouteComparison {
  const rawChanges: RawChange[] = []
  const undecided = new Set<string>()
  const odd = new Set<number>()
  const facts = factsOf(route, rules)
  for (const sender of senderClasses(route, rules, context.groups, context.unlisted)) {
    const own: RawChange[] = []
    const reduced = reduceComparison(context.sides, route, rules, sender)
    for (const { methods, kind, paths, scenario } of scenariosIn(context, route, reduced)) {
      const groups =
        scenario === null
          ? TOO_MANY_FACTS
          : compareScenario(context, route, reduced, scenario, kind)
      if (typeof groups === 'string') {
        undecided.add(groups)
        continue
      }
      const senderIds = [context.senders.add(sender)]
      if (ODD.has(sender.kind)) for (const one of senderIds) odd.add(one)
      for (const one of groups) {
        // An own origin with a tenant in it belongs to that tenant.
        const tenants = sender.kind === 'own' ? [''] : one.tenants
        own.push({ ...one, ...facts, senderIds, methods, paths, tenants })
      }
    }
    for (const one of mergeOver(own, 'methods')) rawChanges.push(one)
  }
  return {
    rawChanges: mergeOdd(mergeOver(mergeOver(rawChanges, 'senderIds'), 'methods'), odd),
    undecided,
  }
}

const TOO_MANY_FACTS = 'its conditions have too many combinations'
const TOO_MANY_REQUESTS = 'comparing it takes too many requests'

/** A group of shifts. */
export type ScenarioChange = Omit<ShiftGroup, 'direction'> &
  Pick<RawChange, 'direction' | 'isSpecial'>

/**
 * Compares a scenario, or takes the result of an earlier one with the same rules, with its own sample requests. Scenarios that depend on
 * more (conditions on origin or tenant, ambiguous paths) are always compared.
 */
function compareScenario(
  context: ComparisonContext,
  route: RouteClass,
  reduced: ReducedComparison,
  scenario: Scenario,
  kind: string,
): readonly ScenarioChange[] | string {
  const key = keyOf(route, reduced, kind)
  const known = key === null ? undefined : context.known.get(key)
  if (known === undefined) {
    const changes = findChanges(context, route, reduced, scenario)
    if (key !== null && typeof changes !== 'string') context.known.set(key, changes)
    return changes
  }
  const { url, method, sender } = scenario
  return known.map((one) => ({
    ...one,
    tenants: [tenantOf(route)],
    sample: { ...one.sample, url, method, origins: sender.origins },
  }))
}

function keyOf(
  { routes: [before, after], versions, spelling, contradictsTenant }: RouteClass,
  { rules, sender }: ReducedComparison,
  kind: string,
): string | null {
  const fits = sender.fits.flatMap((one, side) =>
    one.flatMap(({ at }) => rules[side === 0 ? 0 : 1].grants[at]?.grant ?? []),
  )
  const isOwn = fits.some(({ token, when }) => token || when?.claims !== undefined)
  if (sender.kind === 'own' || spelling !== null || before.tenant !== after.tenant || isOwn) {
    return null
  }
  return JSON.stringify([
    [before.status, after.status, contradictsTenant, sender.kind, kind],
    rules.map(({ text, hasConditions }, at) => [text, hasConditions ? versions[at] : '']),
    [fitsText(rules[0], sender.fits[0]), fitsText(rules[1], sender.fits[1])],
  ])
}

function tenantOf({ routes: [before, after] }: RouteClass): string {
  const isUnknown = before.status === 'unknown' || after.status === 'unknown'
  return after.tenant ?? before.tenant ?? (isUnknown ? '?' : '')
}

function findChanges(
  context: ComparisonContext,
  route: RouteClass,
  { sides, rules }: ReducedComparison,
  scenario: Scenario,
): readonly ScenarioChange[] | string {
  const { budget } = context
  const noTenant = context.vocabulary.otherWord
  const normal = route.contradictsTenant ? contradictingTenant(noTenant) : NORMAL
  const special = route.contradictsTenant
    ? []
    : specialCircumstances(sides, route, rules, scenario.sender, noTenant)
  const grants = Math.max(...rules.map((one) => one.grants.length))
  if (!spend(budget, countRequests(scenario) * (1 + special.length), grants))
    return TOO_MANY_REQUESTS
  const usual = findShifts(sides, scenario, normal)
  const versions = versionsInPath(sides)
  const found: ScenarioChange[] = groupShifts(usual, scenario, rules, versions).map((one) => ({
    ...one,
    condition: normal.condition ?? one.condition,
    isSpecial: route.contradictsTenant,
  }))
  const keys = shiftKeys(usual)
  for (const circumstances of special) {
    const shifts = findShifts(sides, scenario, circumstances).filter(
      (shift) => !isCoveredBy(shift, keys),
    )
    for (const one of groupShifts(shifts, scenario, rules, versions)) {
      found.push({
        ...one,
        condition: circumstances.condition,
        isSpecial: true,
      })
    }
  }
  return found
}

interface ScenarioOf {
  readonly methods: readonly string[]
  /** Which grants cover the methods, and how the rules treat them. */
  readonly kind: string
  readonly paths: readonly string[]
  /** Null where its conditions have too many combinations. */
  readonly scenario: Scenario | null
}

/** One scenario for each group of methods that all rules treat alike. */
function* scenariosIn(
  { vocabulary }: ComparisonContext,
  route: RouteClass,
  { sides, rules, sender }: ReducedComparison,
): Iterable<ScenarioOf> {
  const fitting = ([0, 1] as const).map((side) =>
    sender.fits[side].flatMap(({ at }) => rules[side].grants[at]?.grant ?? []),
  )
  const alike = new Map<
    string,
    { method: string; kind: string; url: string; methods: string[]; paths: string[] }
  >()
  for (const [method, { url, paths, here }] of route.byMethod) {
    const covered = fitting.flat().map(({ methods }) => coversMethod(methods, method))
    const labels = [...(sender.kind === 'own' ? here : paths)].sort()
    const kind = JSON.stringify([covered, kindOf(method, sender)])
    const key = JSON.stringify([kind, labels])
    const group = getOrCreate(alike, key, () => ({ method, kind, url, methods: [], paths: labels }))
    group.methods.push(method === vocabulary.otherMethod ? '*' : method)
  }
  const spans = timeSpans(rules, sender)
  for (const { method, kind, url, methods, paths } of alike.values()) {
    const granting = fitting.map((grants) =>
      grants.filter((grant) => coversMethod(grant.methods, method)),
    )
    const contexts = contextSamples({
      grants: [granting[0] ?? [], granting[1] ?? []],
      sources: [sides[0].bundle.context, sides[1].bundle.context],
      resources: [rules[0].resource?.name ?? null, rules[1].resource?.name ?? null],
      tenants: [route.routes[0].tenant, route.routes[1].tenant],
      origin: sender.origins[0] ?? '',
    })
    const isOwn = sender.kind === 'own'
    const scenario = contexts && {
      sender,
      url,
      method,
      spans,
      contexts,
      names: namesOf(granting.flat(), isOwn, vocabulary),
      otherHeader: vocabulary.otherHeader,
      websocket: method === 'GET' && (isOwn || granting.flat().some((grant) => grant.websocket)),
    }
    yield { methods, kind, paths, scenario }
  }
}

/** How the rules treat a method, whatever is granted (D14, D17, D25, D26). */
function kindOf(method: string, { kind }: SenderClass): string {
  const isSpecial = method === 'GET' || (method === 'POST' && kind === 'null')
  if (isSpecial) return method
  return method === 'HEAD' || method === 'POST' || method === 'OPTIONS' ? 'simple' : ''
}

function namesOf(
  grants: readonly Grant[],
  isOwn: boolean,
  { otherHeader }: Vocabulary,
): readonly string[] {
  if (grants.length === 0 && !isOwn) return []
  const named = grants.flatMap(({ requestHeaders }) => requestHeaders)
  return [
    ...new Set([...named.filter((name) => name !== '*'), 'authorization', otherHeader]),
  ].sort()
}

function factsOf({ spelling }: RouteClass, rules: RulesPair): RouteFacts {
  const [before, after] = rules.map(({ resource }) => resource)
  return {
    pair: JSON.stringify([before?.name ?? null, after?.name ?? null]),
    spelling,
  }
}

function versionsInPath(sides: BundlePair): readonly [boolean, boolean] {
  const isInPath = sides.map(({ bundle: { context } }) => {
    return context.apiVersion !== undefined && 'path' in context.apiVersion
  })
  return [isInPath[0] ?? false, isInPath[1] ?? false]
}

/** Takes the cost of `requests` from the budget. @returns Whether there was enough. */
function spend(budget: Budget, requests: number, grants: number): boolean {
  const cost = requests * Math.ceil(1 + grants / GRANTS_PER_REQUEST)
  if (cost > budget.left) return false
  budget.left -= cost
  return true
}
