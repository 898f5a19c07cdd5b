/**
 * Grouping of the shifts of one scenario, with the conditions under which they occur.
 *
 * @module
 */
import type { Decision, Grant } from '@marque/core'
import type { Aspect, Change, Direction } from '../change.ts'
import { conditionText } from '../edits/index.ts'
import {
  type Credentials,
  mergeSpans,
  type ObservedShift,
  type RequestSample,
  type Scenario,
  withCredentials as withAllowed,
} from '../evaluate/index.ts'
import type { ResourceRules } from '../pair/index.ts'
import type { RulesPair, SenderClass } from '../senders/index.ts'

/** Shifts of one scenario that are reported as one change. */
export interface ShiftGroup {
  readonly direction: Direction
  readonly aspect: Aspect
  readonly headers: readonly string[]
  readonly credentials: readonly Credentials[]
  readonly during: Change['during']
  readonly condition: string | null
  readonly websocket: boolean
  /** Responses may be read with credentials: Access-Control-Allow-Credentials. */
  readonly allowed: boolean
  /** The tenant on the side that allows more; `?` for an unknown one, empty for none. */
  readonly tenants: readonly [string]
  readonly sample: RequestSample
}

/** Aspects that are part of reading with credentials. */
const WITH_CREDENTIALS: ReadonlySet<Aspect> = new Set(['reach', 'read', 'expose', 'timing'])

/**
 * Groups the shifts of one scenario in one kind of circumstances.
 *
 * Where responses can now be read with credentials, the shifts of requests with credentials are part of that; where a method can now be read,
 * its preflights are part of that.
 */
export function groupShifts(
  shifts: readonly ObservedShift[],
  scenario: Scenario,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): readonly ShiftGroup[] {
  const preflights = shifts.filter(({ shape }) => shape === 'preflight')
  const whole = shifts.filter(({ shape }) => shape !== 'preflight')
  const actual = withoutNamed(withoutSites(withCredentials(whole)), preflights)
  const keys = new Set(
    actual
      .filter(({ shape }) => shape === 'actual')
      .map(({ aspect, direction, span }) => shiftKey(aspect, direction, span)),
  )
  const remaining = preflights.filter(
    ({ aspect, direction, span, isPart }) =>
      !isPart &&
      !keys.has(shiftKey('read', direction, span)) &&
      !(aspect === 'credentials' && keys.has(shiftKey('credentials', direction, span))),
  )
  const groups: (ShiftGroup & { readonly span: number })[] = []
  for (const group of grouped([...actual, ...remaining], (shift) => {
    const { aspect, direction, shape, span, from, names, credentials } = shift
    return [
      aspect,
      direction,
      shape,
      span,
      from !== 'none',
      names,
      credentials,
      isAllowed(shift),
      tenantOf(shift),
    ]
  })) {
    const [first] = group
    const isRead = first.aspect === 'read' && first.shape === 'actual'
    const headers = isRead ? namesWith(preflights, first) : first.names
    for (const [condition, sample] of conditionsOf(group, scenario, rules, pathVersion)) {
      const { aspect, direction, shape, span, credentials } = first
      groups.push({
        direction,
        aspect,
        headers,
        credentials: [credentials],
        during: null,
        condition,
        websocket: shape === 'websocket',
        allowed: isAllowed(first),
        tenants: [tenantOf(first)],
        span,
        sample,
      })
    }
  }
  const joinedNames = [...grouped(groups, (one) => [frame(one), one.span, one.credentials])].map(
    (group) => ({ ...group[0], headers: union(group.flatMap(({ headers }) => headers)) }),
  )
  const joinedCredentials = [
    ...grouped(joinedNames, (one) => [frame(one), one.span, one.headers]),
  ].map((group) => ({
    ...group[0],
    credentials: union(group.flatMap(({ credentials }) => credentials)) as readonly Credentials[],
  }))
  return [
    ...grouped(joinedCredentials, (one) => [frame(one), one.headers, one.credentials]),
  ].flatMap((group) => {
    const { span: _, ...first } = withCredentialsCondition(group[0])
    const runs = mergeSpans(
      scenario.spans,
      group.map(({ span }) => span),
    )
    return runs.map((during) => {
      const start = group.find(({ span }) => scenario.spans[span]?.from === during?.from)
      return { ...first, during, sample: start?.sample ?? first.sample }
    })
  })
}

/** Whether a shift in special circumstances occurs in normal ones too. */
export function isCoveredBy(shift: ObservedShift, usual: ReadonlySet<string>): boolean {
  const { aspect, direction, span, shape, credentials } = shift
  if (shape === 'preflight') {
    return (
      usual.has(shiftKey('preflight', direction, span)) ||
      usual.has(shiftKey('read', direction, span)) ||
      (aspect === 'credentials' && usual.has(shiftKey('credentials', direction, span)))
    )
  }
  return [aspect, 'read', 'credentials'].some((one) =>
    usual.has(`${shiftKey(one, direction, span)} ${shape} ${credentials}`),
  )
}

/** The keys of the shifts in normal circumstances, for {@link isCoveredBy}. */
export function shiftKeys(shifts: readonly ObservedShift[]): ReadonlySet<string> {
  const keys = new Set<string>()
  const whole = shifts.filter(({ shape }) => shape !== 'preflight')
  for (const { aspect, direction, span, shape, credentials, isPart, names } of [
    ...withCredentials(whole),
    ...shifts.filter((shift) => shift.shape === 'preflight'),
  ]) {
    if (shape === 'preflight' && (isPart || names.length > 0)) continue
    // A WebSocket has no preflight: neither implies the other.
    if (shape !== 'websocket') keys.add(shiftKey(aspect, direction, span))
    keys.add(`${shiftKey(aspect, direction, span)} ${shape} ${credentials}`)
  }
  return keys
}

function shiftKey(aspect: string, direction: Direction, span: number): string {
  return `${aspect} ${direction} ${span}`
}

/** Drops the shifts by Fetch metadata where the request shifts without them too. */
function withoutSites(shifts: readonly ObservedShift[]): readonly ObservedShift[] {
  const key = ({ aspect, direction, span, context }: ObservedShift): string =>
    shiftKey(aspect, direction, span) + context
  const anywhere = new Set(shifts.filter(({ from }) => from === 'none').map(key))
  return shifts.filter((shift) => shift.from === 'none' || !anywhere.has(key(shift)))
}

/** Drops the shifts of requests with Authorization where the preflight for `authorization` shifts. */
function withoutNamed(
  shifts: readonly ObservedShift[],
  preflights: readonly ObservedShift[],
): readonly ObservedShift[] {
  const named = new Set(
    preflights
      .filter(({ names, isPart }) => !isPart && names.includes('authorization'))
      .map(({ direction, span }) => shiftKey('', direction, span)),
  )
  const others = new Set(
    shifts
      .filter(({ aspect, credentials, shape }) => {
        return shape === 'actual' && aspect === 'read' && !hasAuthorization(credentials)
      })
      .map(({ direction, span }) => shiftKey('', direction, span)),
  )
  return shifts.filter(({ aspect, direction, span, shape, credentials }) => {
    const key = shiftKey('', direction, span)
    const isPart = shape === 'actual' && hasAuthorization(credentials) && named.has(key)
    return !(isPart && !others.has(key) && WITH_CREDENTIALS.has(aspect))
  })
}

function hasAuthorization(credentials: Credentials): boolean {
  return credentials === 'authorization' || credentials === 'both'
}

/** Marks the shifts of requests with credentials that follow from reading with credentials. */
function withCredentials(shifts: readonly ObservedShift[]): readonly ObservedShift[] {
  const opened = new Set(
    shifts
      .filter(({ aspect, credentials }) => aspect === 'credentials' && credentials === 'none')
      .map(({ direction, span, context }) => shiftKey('', direction, span) + context),
  )
  if (opened.size === 0) return shifts
  return shifts.map((shift) => {
    const { aspect, direction, span, context, credentials, shape } = shift
    const isPart =
      shape === 'actual' &&
      credentials !== 'none' &&
      WITH_CREDENTIALS.has(aspect) &&
      opened.has(shiftKey('', direction, span) + context)
    return isPart ? { ...shift, aspect: 'credentials', names: [] } : shift
  })
}

/** Request headers that are allowed or denied together with the method. */
function namesWith(
  preflights: readonly ObservedShift[],
  { direction, span }: ObservedShift,
): readonly string[] {
  return union(
    preflights
      .filter(
        (one) => one.span === span && one.direction === direction && one.aspect === 'preflight',
      )
      .flatMap(({ names }) => names),
  )
}

/** The conditions under which the shifts of a group occur, each with a request; null for always. */
function conditionsOf(
  group: readonly [ObservedShift, ...ObservedShift[]],
  scenario: Scenario,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): ReadonlyMap<string | null, RequestSample> {
  const [first] = group
  const tried = scenario.contexts.filter(
    ({ isAnonymous }) => isAnonymous || first.shape !== 'preflight',
  )
  const site = first.from === 'none' ? null : 'for cross-site requests (Sec-Fetch-Site)'
  const held = new Set(group.map(({ context }) => context))
  if (held.size === tried.length) return new Map([[site, first.sample]])
  const conditions = new Map<string | null, RequestSample>()
  for (const shift of group) {
    const text = [site, conditionFor(shift, scenario, rules, pathVersion)].filter(
      (part) => part !== null,
    )
    const joined = text.length === 0 ? null : text.join(', ')
    if (!conditions.has(joined)) conditions.set(joined, shift.sample)
  }
  return conditions
}

function conditionFor(
  { direction, decisions, context }: ObservedShift,
  { contexts, sender }: Scenario,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): string | null {
  const tenant = contexts[context]?.layerTenant ?? null
  const where = tenant === null ? '' : `, where the layer reports the tenant \`${tenant}\``
  const side = direction === 'wider' ? 1 : 0
  const decision = side === 1 ? decisions.after : decisions.before
  const granting = grantOf(rules, side, decision)
  const holds = granting === null ? null : conditionText(granting, pathVersion[side])
  const other = side === 1 ? 0 : 1
  const fails = failedIn(rules[other], sender.fits[other], pathVersion[other], holds)
  if (holds !== null) {
    return `with ${holds}${fails === null ? '' : `, but without ${fails}`}${where}`
  }
  if (fails !== null) return `without ${fails}${where}`
  return where === '' ? null : where.slice(2)
}

/** The condition of the other side, where it differs. */
function failedIn(
  { grants }: ResourceRules,
  fits: SenderClass['fits'][number],
  versionInPath: boolean,
  holds: string | null,
): string | null {
  for (const { at } of fits) {
    const grant = grants[at]?.grant
    const conditions = grant === undefined ? null : conditionText(grant, versionInPath)
    if (conditions !== null && conditions !== holds) return conditions
  }
  return null
}

function grantOf(
  rules: RulesPair,
  side: 0 | 1,
  { grant, exception, resource }: Decision,
): Grant | null {
  const found = rules[side].resource
  if (found === null || found.name !== resource) return null
  if (exception !== null) return found.grants.find((one) => one.exception === exception) ?? null
  return grant === null
    ? null
    : (found.grants.filter((one) => one.exception === null)[grant] ?? null)
}

function frame({ direction, aspect, condition, websocket, allowed, tenants }: ShiftGroup): string {
  return JSON.stringify([direction, aspect, condition, websocket, allowed, tenants])
}

/** A WebSocket handshake always carries cookies (D25). */
function isAllowed({ aspect, direction, shape, decisions }: ObservedShift): boolean {
  if (aspect !== 'read') return aspect === 'credentials'
  return (
    shape === 'websocket' || withAllowed(direction === 'wider' ? decisions.after : decisions.before)
  )
}

function tenantOf({ direction, decisions: { before, after } }: ObservedShift): string {
  const [more, less] = direction === 'tighter' ? [before, after] : [after, before]
  const isUnknown = [more, less].some(({ reason }) => reason === 'tenant-unknown')
  return more.tenant ?? less.tenant ?? (isUnknown ? '?' : '')
}

/** Adds the condition that the request carries credentials, where only such requests shift. */
function withCredentialsCondition<One extends ShiftGroup>(group: One): One {
  const { aspect, credentials, condition } = group
  if (aspect === 'credentials' || credentials.includes('none')) return group
  const [cookie, authorization] = [
    credentials.includes('cookie'),
    credentials.includes('authorization'),
  ]
  const what =
    cookie && !authorization
      ? 'a cookie'
      : authorization && !cookie
        ? 'an Authorization header'
        : `a cookie ${cookie ? 'or' : 'and'} an Authorization header`
  const text = `for requests with ${what}`
  return { ...group, condition: condition === null ? text : `${condition}, ${text}` }
}

function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
): readonly [Item, ...Item[]][] {
  const groups = Map.groupBy(items, (item) => JSON.stringify(keyOf(item)))
  return [...groups.values()] as [Item, ...Item[]][]
}

function union(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}
