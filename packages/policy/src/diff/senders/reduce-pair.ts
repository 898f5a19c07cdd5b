/**
 * Both bundles without what cannot fit one sender: of a resource with thousands of grants the few that matter.
 *
 * Grants that do not fit are passed over by the engine, so that leaving them out changes no answer but the place of the grant; asking is
 * then as fast as for any other resource. What is told of is asked of the whole bundles again.
 *
 * @module
 */
import type { Bundle, Grant, OriginList, Resource } from '@marque/core'
import { patternsMatching } from '../../requests/index.ts'
import { type ResourceRules, rulesOf, type Side, type Sides, sideOf } from '../pair/index.ts'
import type { Cell } from '../routing/index.ts'
import type { RulesPair, SenderClass } from './sender-classes.ts'

/** What a sender is judged by. */
export interface Docket {
  readonly sides: Sides
  readonly rules: RulesPair
  readonly sender: SenderClass
}

/** Fewer grants than this cost less than to leave them out. */
const MANY_GRANTS = 48

export function docketFor(sides: Sides, cell: Cell, rules: RulesPair, sender: SenderClass): Docket {
  const isPlain =
    cell.spelling === null &&
    sender.kind !== 'own' &&
    cell.routes.every(({ status }) => status === 'known')
  if (!isPlain || !rules.some(({ grants }) => grants.length > MANY_GRANTS)) {
    return { sides, rules, sender }
  }
  const [before, after] = [
    reducedSide(sides[0], rules[0], sender, 0, cell.routes[0].tenant),
    reducedSide(sides[1], rules[1], sender, 1, cell.routes[1].tenant),
  ]
  return {
    sides: [before.side, after.side],
    rules: [before.rules, after.rules],
    sender: { ...sender, fits: [before.fits, after.fits] },
  }
}

interface ReducedSide {
  readonly side: Side
  readonly rules: ResourceRules
  readonly fits: SenderClass['fits'][number]
}

function reducedSide(
  side: Side,
  rules: ResourceRules,
  { origins, fits: both }: SenderClass,
  at: 0 | 1,
  tenant: string | null,
): ReducedSide {
  const { resource } = rules
  const fits = both[at]
  if (resource === null) return { side, rules, fits }
  const grants = fits.flatMap((fit) => resource.grants[fit.at] ?? [])
  const [origin = ''] = origins
  const used = new Set(grants.flatMap(({ sets }) => sets))
  const { bundle } = side
  const kept: Resource = { ...resource, grants: [...grants, nobody(resource.grants)].flat() }
  const reduced = sideOf({
    ...bundle,
    resources: [kept],
    sets: listsOf(bundle.sets, (name) => used.has(name), origin, false),
    tenants: listsOf(bundle.tenants, (name) => name === tenant, origin, true),
    vectors: [],
  })
  return {
    side: reduced,
    rules: { ...rulesOf(reduced, kept), blocks: rules.blocks, text: rules.text },
    fits: fits.map(({ end }, place) => ({ at: place, end })),
  }
}

/** A grant that fits nobody keeps a resource from being one for everybody (D10). */
function nobody(grants: readonly Grant[]): readonly Grant[] {
  const listed = grants.find(({ any }) => !any)
  return listed === undefined
    ? []
    : [{ ...listed, exception: null, sets: [], tenant: false, nullReach: false }]
}

/** What of some lists fits an origin. @param keeps Whether lists that are not wanted are kept, empty. */
function listsOf(
  lists: Bundle['sets'],
  isWanted: (name: string) => boolean,
  origin: string,
  keeps: boolean,
): Bundle['sets'] {
  const patterns = new Set(patternsMatching(origin))
  const found: [string, OriginList][] = []
  for (const [name, list] of Object.entries(lists)) {
    if (isWanted(name)) {
      const exact = list.exact.includes(origin) ? [origin] : []
      const fitting = list.patterns.filter((one) => patterns.has(one))
      found.push([name, { exact, patterns: fitting, until: list.until }])
    } else if (keeps) found.push([name, EMPTY])
  }
  return Object.fromEntries(found)
}

const EMPTY: OriginList = { exact: [], patterns: [], until: null }
