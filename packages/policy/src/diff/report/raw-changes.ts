/**
 * What was found, and how findings that differ in one respect only become one.
 *
 * @module
 */
import type { Sensitivity } from '@marque/core'
import type { Aspect, Change } from '../change.ts'
import type { Ask, Credentials } from '../evaluate/index.ts'

export interface Finding {
  readonly direction: Change['direction']
  readonly aspect: Aspect
  /** The resources that decide, before and after. */
  readonly pair: string
  readonly resource: string | null
  readonly sensitivity: Sensitivity | null
  /** Places in a {@link Senders}. */
  readonly who: readonly number[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly credentials: readonly Credentials[]
  readonly paths: readonly string[]
  /** `?`: host and path name no known tenant; empty: no tenant. */
  readonly tenants: readonly string[]
  readonly during: Change['during']
  readonly condition: string | null
  /** Holds in an incident only. */
  readonly incident: boolean
  readonly websocket: boolean
  /** For `read`: with credentials too. */
  readonly allowed: boolean
  /** A path that is another spelling of {@link paths}; null where they are plain. */
  readonly spelling: string | null
  /** What is answered otherwise, for `answer`. */
  readonly note: string
  /** The note follows from what opens or closes there, if something does. */
  readonly isEcho: boolean
  readonly ask: Ask
  /** Requests by tenant, where findings of several are joined. */
  readonly askOf?: ReadonlyMap<string, Ask>
}

type Dimension = 'who' | 'methods' | 'headers' | 'credentials' | 'paths' | 'tenants'

const DIMENSIONS: readonly Dimension[] = [
  'who',
  'methods',
  'headers',
  'credentials',
  'paths',
  'tenants',
]

/** Joins findings that differ in `dimension` only. The first one's request is kept. */
export function mergeOver(findings: readonly Finding[], dimension: Dimension): readonly Finding[] {
  const others = DIMENSIONS.filter((one) => one !== dimension)
  return joined(findings, (finding) =>
    others.map((one) => finding[one].join('\u0000')).join('\u0001'),
  )
}

/**
 * Joins what incidents and other spellings change and what only reads otherwise, as far as aspect and direction are the same: it is told, not
 * spelled out.
 */
export function mergeAside(findings: readonly Finding[]): readonly Finding[] {
  const isAside = ({ incident, spelling, aspect }: Finding): boolean =>
    incident || spelling !== null || aspect === 'answer'
  const aside = findings.filter(isAside).map((finding) => ({
    ...finding,
    during: null,
    condition: finding.incident && finding.spelling === null ? finding.condition : null,
    incident: finding.incident && finding.spelling === null,
  }))
  const plain = findings.filter((finding) => !isAside(finding))
  return [...plain, ...withConditions(joined(withoutEcho(aside, plain), () => ''))]
}

/** Where something opens or closes, that the reason of a refusal is another goes without saying. */
function withoutEcho(aside: readonly Finding[], plain: readonly Finding[]): readonly Finding[] {
  const told = new Set(
    [...plain, ...aside.filter(({ aspect }) => aspect !== 'answer')].map(({ pair }) => pair),
  )
  return aside.filter(({ pair, isEcho }) => !isEcho || !told.has(pair))
}

/** Incidents that do the same are told together. */
function withConditions(findings: readonly Finding[]): readonly Finding[] {
  const groups = Map.groupBy(findings, (finding) =>
    JSON.stringify([
      finding.incident ? frame({ ...finding, condition: null }) : frame(finding),
      DIMENSIONS.map((dimension) => finding[dimension]),
    ]),
  )
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return []
    const conditions = [first, ...more].flatMap(({ condition }) => condition ?? [])
    return [
      { ...first, condition: conditions.length === 0 ? null : conditions.sort().join(', or ') },
    ]
  })
}

/** Tells odd senders with others to whom the same happens, if not by the same headers. */
export function withOdd(
  findings: readonly Finding[],
  odd: ReadonlySet<number>,
): readonly Finding[] {
  const isOdd = ({ who }: Finding): boolean => who.every((one) => odd.has(one))
  const key = (finding: Finding): string =>
    JSON.stringify([frame({ ...finding, allowed: false }), finding.methods, finding.paths])
  const guests = Map.groupBy(findings.filter(isOdd), key)
  const hosted = findings
    .filter((finding) => !isOdd(finding))
    .map((finding) => {
      const own = guests.get(key(finding)) ?? []
      guests.delete(key(finding))
      const who = new Set([...finding.who, ...own.flatMap((one) => one.who)])
      return own.length === 0 ? finding : { ...finding, who: [...who].sort((a, b) => a - b) }
    })
  return [...hosted, ...[...guests.values()].flat()]
}

function joined(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): readonly Finding[] {
  const groups = Map.groupBy(findings, (finding) => `${frame(finding)}\u0002${keyOf(finding)}`)
  return [...groups.values()].map((group) => {
    const [first, ...more] = group as [Finding, ...Finding[]]
    if (more.length === 0) return first
    return {
      ...first,
      who: [...new Set(group.flatMap(({ who }) => who))].sort((a, b) => a - b),
      methods: union(group, 'methods'),
      headers: isWhole(group) ? [] : union(group, 'headers'),
      credentials: union(group, 'credentials') as readonly Credentials[],
      paths: union(group, 'paths'),
      tenants: union(group, 'tenants'),
      askOf: asksOf(group),
    }
  })
}

/** The first request of each tenant. */
function asksOf(group: readonly Finding[]): ReadonlyMap<string, Ask> {
  const asks = new Map<string, Ask>()
  for (const { tenants, ask, askOf } of group) {
    for (const tenant of tenants) {
      if (!asks.has(tenant)) asks.set(tenant, askOf?.get(tenant) ?? ask)
    }
  }
  return asks
}

/** Among preflights for names is one for the method itself, which is all of them. */
function isWhole(group: readonly Finding[]): boolean {
  return group.some(({ aspect, headers }) => aspect === 'preflight' && headers.length === 0)
}

/** What must be the same whatever is joined. */
function frame(finding: Finding): string {
  const { direction, aspect, pair, sensitivity, during, condition, incident, websocket, allowed } =
    finding
  return JSON.stringify([
    direction,
    aspect,
    pair,
    sensitivity,
    during,
    condition,
    incident,
    websocket,
    allowed,
    finding.spelling !== null,
    finding.note,
  ])
}

function union(group: readonly Finding[], dimension: Exclude<Dimension, 'who'>): string[] {
  return [...new Set<string>(group.flatMap((finding) => finding[dimension]))].sort()
}
