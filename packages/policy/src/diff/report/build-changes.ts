/**
 * From findings to changes: few, and each with a sentence and a request that shows it.
 *
 * @module
 */

import type { Change } from '../change.ts'
import { answersTo, requestOf } from '../evaluate/index.ts'
import type { Sides } from '../pair/index.ts'
import type { Cell } from '../routing/index.ts'
import type { Senders } from '../senders/index.ts'
import { type Finding, mergeAside, mergeOver } from './raw-changes.ts'
import { type Bare, originText, sentenceOf } from './sentences.ts'

/** Tells findings, joined as far as one sentence can name them. */
export function tellChanges(
  findings: readonly Finding[],
  sides: Sides,
  senders: Senders,
  cells: readonly Cell[],
  methods: readonly string[],
): readonly Change[] {
  const known = tenantsIn(cells)
  let joined = mergeAside(findings)
  for (const dimension of ['who', 'methods', 'tenants', 'paths', 'methods', 'who'] as const) {
    joined = mergeOver(joined, dimension)
  }
  return withoutRepeated(joinTenants(joined, senders)).flatMap((finding) =>
    tenantsOf(finding, known.get(finding.pair) ?? new Set()).map((tenant) =>
      changeOf(finding, tenant, sides, senders, methods),
    ),
  )
}

const EACH = 'each for its own tenant'

/** What happens to the origins of several tenants alike is told once. */
function joinTenants(findings: readonly Finding[], senders: Senders): readonly Finding[] {
  const isOfTenant = ({ who, tenants }: Finding): boolean =>
    tenants.every((tenant) => tenant !== '' && tenant !== '?') &&
    who.every((place) => senders.of([place]).ofTenant)
  const groups = Map.groupBy(findings, (finding) =>
    isOfTenant(finding)
      ? JSON.stringify({
          ...finding,
          askOf: null,
          who: [],
          tenants: [],
          ask: null,
          spelling: finding.spelling !== null,
        })
      : finding,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined || group.length === 1) return group
    const condition = first.condition === null ? EACH : `${EACH}, ${first.condition}`
    const who = [...new Set(group.flatMap((one) => one.who))].sort((a, b) => a - b)
    return [{ ...first, who, tenants: ['', ...group.flatMap(({ tenants }) => tenants)], condition }]
  })
}

/** Another spelling to which the same happens as to the path itself need not be told. */
function withoutRepeated(findings: readonly Finding[]): readonly Finding[] {
  const plain = findings.filter(
    ({ spelling, condition, during }) => spelling === null && condition === null && during === null,
  )
  const holds = (all: readonly unknown[], some: readonly unknown[]): boolean =>
    some.every((one) => all.includes(one))
  return findings.filter(
    (finding) =>
      finding.spelling === null ||
      !plain.some(
        (one) =>
          one.direction === finding.direction &&
          one.aspect === finding.aspect &&
          one.websocket === finding.websocket &&
          one.allowed === finding.allowed &&
          holds(one.who, finding.who) &&
          holds(one.methods, finding.methods) &&
          holds(one.paths, finding.paths) &&
          holds(one.tenants, finding.tenants) &&
          holds(one.headers, finding.headers),
      ),
  )
}

/** Tenants that were asked about, by the pair of resources. */
function tenantsIn(cells: readonly Cell[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { routes } of cells) {
    const key = JSON.stringify(routes.map(({ resource }) => resource))
    const names = found.get(key) ?? new Set()
    found.set(key, names)
    for (const { tenant } of routes) if (tenant !== null) names.add(tenant)
  }
  return found
}

/** Null where the tenant does not matter. */
function tenantsOf({ tenants }: Finding, known: ReadonlySet<string>): readonly (string | null)[] {
  const named = tenants.filter((tenant) => tenant !== '' && tenant !== '?')
  if (named.length < tenants.length) return [null]
  return named.length === known.size && named.length > 1 ? [null] : named
}

function changeOf(
  finding: Finding,
  tenant: string | null,
  sides: Sides,
  senders: Senders,
  all: readonly string[],
): Change {
  const { direction, aspect, resource, sensitivity, paths, methods, headers } = finding
  const { during, condition, websocket, note, spelling } = finding
  const ask = (tenant === null ? undefined : finding.askOf?.get(tenant)) ?? finding.ask
  const sender = senders.of(finding.who)
  const bare: Bare = {
    direction,
    aspect,
    resource,
    sensitivity,
    origins: sender.names,
    paths,
    methods,
    headers,
    tenant,
    credentials: finding.allowed,
    during,
    ...(websocket && { websocket: true as const }),
    condition: spelling === null ? condition : spelledText(condition, spelling),
  }
  return {
    ...bare,
    origin: originText(sender, sender.sets[direction === 'tighter' ? 0 : 1]),
    what: sentenceOf(bare, sender, note, all),
    witness: { in: requestOf(ask), ...answersTo(sides, ask) },
  }
}

function spelledText(condition: string | null, spelling: string): string {
  const text = `where the path is spelled otherwise, as \`${spelling}\``
  return condition === null ? text : `${text}, ${condition}`
}
