/**
 * From single requests that differ to findings: what belongs together is told once, with the conditions under which it holds.
 *
 * @module
 */
import type { Decision, Grant } from '@marque/core'
import type { Aspect, Change } from '../change.ts'
import {
  type Ask,
  type Credentials,
  conditionWords,
  type Direction,
  type Hit,
  runsOf,
  type Subject,
  withCredentials as withAllowed,
} from '../evaluate/index.ts'
import type { ResourceRules } from '../pair/index.ts'
import type { RulesPair, SenderClass } from '../senders/index.ts'

/** A finding about one subject. */
export interface Told {
  readonly direction: Direction
  readonly aspect: Aspect
  readonly headers: readonly string[]
  readonly credentials: readonly Credentials[]
  readonly during: Change['during']
  readonly condition: string | null
  readonly websocket: boolean
  /** What may be read may be read where the request carries credentials: Access-Control-Allow-Credentials. */
  readonly allowed: boolean
  /** The tenant on the side that allows more; `?` where host and path name no known one, empty where there is none. */
  readonly tenants: readonly [string]
  readonly ask: Ask
}

/** Aspects that come with being read with credentials, told as that. */
const WITH_CREDENTIALS: ReadonlySet<Aspect> = new Set(['reach', 'read', 'expose', 'timing'])

/**
 * Tells hits of one mode.
 *
 * Where answers may be read with credentials that could not before, requests that carry them are part of that; where a method may be
 * read at all, the preflights for it are.
 */
export function tell(
  hits: readonly Hit[],
  subject: Subject,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): readonly Told[] {
  const preflights = hits.filter(({ shape }) => shape === 'preflight')
  const whole = hits.filter(({ shape }) => shape !== 'preflight')
  const actual = withoutNamed(withoutSites(withCredentials(whole)), preflights)
  const points = new Set(
    actual
      .filter(({ shape }) => shape === 'actual')
      .map(({ aspect, direction, span }) => point(aspect, direction, span)),
  )
  const alone = preflights.filter(
    ({ aspect, direction, span, isPart }) =>
      !isPart &&
      !points.has(point('read', direction, span)) &&
      !(aspect === 'credentials' && points.has(point('credentials', direction, span))),
  )
  const told: (Told & { readonly span: number })[] = []
  for (const group of grouped([...actual, ...alone], (hit) => {
    const { aspect, direction, shape, span, from, names, credentials } = hit
    return [
      aspect,
      direction,
      shape,
      span,
      from !== 'nowhere',
      names,
      credentials,
      isAllowed(hit),
      tenantOf(hit),
    ]
  })) {
    const [first] = group
    const opened = first.aspect === 'read' && first.shape === 'actual'
    const headers = opened ? namesWith(preflights, first) : first.names
    for (const [condition, ask] of conditionsOf(group, subject, rules, pathVersion)) {
      const { aspect, direction, shape, span, credentials } = first
      told.push({
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
        ask,
      })
    }
  }
  const joinedNames = [...grouped(told, (one) => [frame(one), one.span, one.credentials])].map(
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
    const { span: _, ...first } = carried(group[0])
    const runs = runsOf(
      subject.spans,
      group.map(({ span }) => span),
    )
    return runs.map((during) => {
      const start = group.find(({ span }) => subject.spans[span]?.from === during?.from)
      return { ...first, during, ask: start?.ask ?? first.ask }
    })
  })
}

/** Whether an incident tells nothing that is not so without it. */
export function isToldBy(hit: Hit, calm: ReadonlySet<string>): boolean {
  const { aspect, direction, span, shape, credentials } = hit
  if (shape === 'preflight') {
    return (
      calm.has(point('preflight', direction, span)) ||
      calm.has(point('read', direction, span)) ||
      (aspect === 'credentials' && calm.has(point('credentials', direction, span)))
    )
  }
  return [aspect, 'read', 'credentials'].some((one) =>
    calm.has(`${point(one, direction, span)} ${shape} ${credentials}`),
  )
}

/** The points of calm hits, for {@link isToldBy}. */
export function pointsOf(hits: readonly Hit[]): ReadonlySet<string> {
  const points = new Set<string>()
  const whole = hits.filter(({ shape }) => shape !== 'preflight')
  for (const { aspect, direction, span, shape, credentials, isPart, names } of [
    ...withCredentials(whole),
    ...hits.filter((hit) => hit.shape === 'preflight'),
  ]) {
    if (shape === 'preflight' && (isPart || names.length > 0)) continue
    // A WebSocket has no preflight: what becomes of the one says nothing of the other.
    if (shape !== 'websocket') points.add(point(aspect, direction, span))
    points.add(`${point(aspect, direction, span)} ${shape} ${credentials}`)
  }
  return points
}

function point(aspect: string, direction: Direction, span: number): string {
  return `${aspect} ${direction} ${span}`
}

/** Where a request is answered otherwise whoever sends it, the site that sends it is not told. */
function withoutSites(hits: readonly Hit[]): readonly Hit[] {
  const key = ({ aspect, direction, span, setting }: Hit): string =>
    point(aspect, direction, span) + setting
  const anywhere = new Set(hits.filter(({ from }) => from === 'nowhere').map(key))
  return hits.filter((hit) => hit.from === 'nowhere' || !anywhere.has(key(hit)))
}

/** Where a preflight may ask for `authorization` or not, requests that carry it are part of that. */
function withoutNamed(hits: readonly Hit[], preflights: readonly Hit[]): readonly Hit[] {
  const named = new Set(
    preflights
      .filter(({ names, isPart }) => !isPart && names.includes('authorization'))
      .map(({ direction, span }) => point('', direction, span)),
  )
  const others = new Set(
    hits
      .filter(({ aspect, credentials, shape }) => {
        return shape === 'actual' && aspect === 'read' && !hasAuthorization(credentials)
      })
      .map(({ direction, span }) => point('', direction, span)),
  )
  return hits.filter(({ aspect, direction, span, shape, credentials }) => {
    const key = point('', direction, span)
    const isPart = shape === 'actual' && hasAuthorization(credentials) && named.has(key)
    return !(isPart && !others.has(key) && WITH_CREDENTIALS.has(aspect))
  })
}

function hasAuthorization(credentials: Credentials): boolean {
  return credentials === 'authorization' || credentials === 'both'
}

/** What a request with credentials may do because answers may be read with them. */
function withCredentials(hits: readonly Hit[]): readonly Hit[] {
  const opened = new Set(
    hits
      .filter(({ aspect, credentials }) => aspect === 'credentials' && credentials === 'none')
      .map(({ direction, span, setting }) => point('', direction, span) + setting),
  )
  if (opened.size === 0) return hits
  return hits.map((hit) => {
    const { aspect, direction, span, setting, credentials, shape } = hit
    const isPart =
      shape === 'actual' &&
      credentials !== 'none' &&
      WITH_CREDENTIALS.has(aspect) &&
      opened.has(point('', direction, span) + setting)
    return isPart ? { ...hit, aspect: 'credentials', names: [] } : hit
  })
}

/** Request headers that are granted or refused together with the method itself. */
function namesWith(preflights: readonly Hit[], { direction, span }: Hit): readonly string[] {
  return union(
    preflights
      .filter(
        (one) => one.span === span && one.direction === direction && one.aspect === 'preflight',
      )
      .flatMap(({ names }) => names),
  )
}

/** The conditions under which hits of one kind happen, each with a request; null where it is always. */
function conditionsOf(
  group: readonly [Hit, ...Hit[]],
  subject: Subject,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): ReadonlyMap<string | null, Ask> {
  const [first] = group
  const asked = subject.settings.filter(({ isBare }) => isBare || first.shape !== 'preflight')
  const site = first.from === 'nowhere' ? null : 'where the browser says that another site sent it'
  const held = new Set(group.map(({ setting }) => setting))
  if (held.size === asked.length) return new Map([[site, first.ask]])
  const words = new Map<string | null, Ask>()
  for (const hit of group) {
    const text = [site, wordsFor(hit, subject, rules, pathVersion)].filter((part) => part !== null)
    const joined = text.length === 0 ? null : text.join(', ')
    if (!words.has(joined)) words.set(joined, hit.ask)
  }
  return words
}

function wordsFor(
  { direction, answers, setting }: Hit,
  { settings, sender }: Subject,
  rules: RulesPair,
  pathVersion: readonly [boolean, boolean],
): string | null {
  const told = settings[setting]?.told ?? null
  const where = told === null ? '' : `, where the layer tells the tenant \`${told}\``
  const side = direction === 'wider' ? 1 : 0
  const decision = side === 1 ? answers.after : answers.before
  const granting = grantOf(rules, side, decision)
  const holds = granting === null ? null : conditionWords(granting, pathVersion[side])
  const other = side === 1 ? 0 : 1
  const fails = failedIn(rules[other], sender.fits[other], pathVersion[other], holds)
  if (holds !== null) {
    return `with ${holds}${fails === null ? '' : `, but without ${fails}`}${where}`
  }
  if (fails !== null) return `without ${fails}${where}`
  return where === '' ? null : where.slice(2)
}

/** What the other side asks for, where it is something else. */
function failedIn(
  { grants }: ResourceRules,
  fits: SenderClass['fits'][number],
  versionInPath: boolean,
  holds: string | null,
): string | null {
  for (const { at } of fits) {
    const grant = grants[at]?.grant
    const words = grant === undefined ? null : conditionWords(grant, versionInPath)
    if (words !== null && words !== holds) return words
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

function frame({ direction, aspect, condition, websocket, allowed, tenants }: Told): string {
  return JSON.stringify([direction, aspect, condition, websocket, allowed, tenants])
}

/** A WebSocket carries cookies whatever is answered (D25). */
function isAllowed({ aspect, direction, shape, answers }: Hit): boolean {
  if (aspect !== 'read') return aspect === 'credentials'
  return (
    shape === 'websocket' || withAllowed(direction === 'wider' ? answers.after : answers.before)
  )
}

function tenantOf({ direction, answers: { before, after } }: Hit): string {
  const [more, less] = direction === 'tighter' ? [before, after] : [after, before]
  const isUnknown = [more, less].some(({ reason }) => reason === 'tenant-unknown')
  return more.tenant ?? less.tenant ?? (isUnknown ? '?' : '')
}

/** Where only requests with credentials are meant, the condition says so. */
function carried<One extends Told>(told: One): One {
  const { aspect, credentials, condition } = told
  if (aspect === 'credentials' || credentials.includes('none')) return told
  const [cookie, authorization] = [
    credentials.includes('cookie'),
    credentials.includes('authorization'),
  ]
  const what =
    cookie && !authorization
      ? 'a cookie'
      : authorization && !cookie
        ? 'an Authorization'
        : `a cookie ${cookie ? 'or' : 'and'} an Authorization`
  const text = `where the request carries ${what}`
  return { ...told, condition: condition === null ? text : `${condition}, ${text}` }
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
