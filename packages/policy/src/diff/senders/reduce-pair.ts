/**
 * Both bundles reduced to the grants for one sender, for resources with very many grants.
 *
 * The engine skips grants for other senders, so leaving them out changes nothing but the index of the grant, and makes decisions as fast as
 * for other resources. Witnesses are decided by the whole bundles.
 *
 * @module
 */
import type { Bundle, Grant, OriginList, Resource } from '@marque/core'
import { patternsMatching } from '../../requests/index.ts'
import {
  type BundlePair,
  type BundleSide,
  bundleSide,
  type ResourceRules,
  rulesOf,
} from '../pair/index.ts'
import type { RouteClass } from '../routing/index.ts'
import type { RulesPair, SenderClass } from './sender-classes.ts'

/** The bundles, rules and sender of a comparison. */
export interface ReducedComparison {
  readonly sides: BundlePair
  readonly rules: RulesPair
  readonly sender: SenderClass
}

/** With fewer grants the reduction costs more than it saves. */
const MANY_GRANTS = 48

export function reduceComparison(
  sides: BundlePair,
  route: RouteClass,
  rules: RulesPair,
  sender: SenderClass,
): ReducedComparison {
  const isPlain =
    route.spelling === null &&
    sender.kind !== 'own' &&
    route.routes.every(({ status }) => status === 'known')
  if (!isPlain || !rules.some(({ grants }) => grants.length > MANY_GRANTS)) {
    return { sides, rules, sender }
  }
  const [before, after] = [
    reducedSide(sides[0], rules[0], sender, 0, route.routes[0].tenant),
    reducedSide(sides[1], rules[1], sender, 1, route.routes[1].tenant),
  ]
  return {
    sides: [before.side, after.side],
    rules: [before.rules, after.rules],
    sender: { ...sender, fits: [before.fits, after.fits] },
  }
}

interface ReducedSide {
  readonly side: BundleSide
  readonly rules: ResourceRules
  readonly fits: SenderClass['fits'][number]
}

function reducedSide(
  side: BundleSide,
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
  const kept: Resource = {
    ...resource,
    grants: [...grants, grantWithoutOrigins(resource.grants)].flat(),
  }
  const reduced = bundleSide({
    ...bundle,
    resources: [kept],
    sets: listsOf(bundle.sets, (name) => used.has(name), origin, false),
    tenants: listsOf(bundle.tenants, (name) => name === tenant, origin, true),
    vectors: [],
  })
  return {
    side: reduced,
    rules: { ...rulesOf(reduced, kept), blocks: rules.blocks, text: rules.text },
    fits: fits.map(({ end }, index) => ({ at: index, end })),
  }
}

/** A grant without origins: it keeps the resource from being open to any origin (D10). */
function grantWithoutOrigins(grants: readonly Grant[]): readonly Grant[] {
  const listed = grants.find(({ any }) => !any)
  return listed === undefined
    ? []
    : [{ ...listed, exception: null, sets: [], tenant: false, nullReach: false }]
}

/** The entries of lists that match an origin. @param keeps Whether other lists are kept, empty. */
function listsOf(
  lists: Bundle['sets'],
  isUsed: (name: string) => boolean,
  origin: string,
  keeps: boolean,
): Bundle['sets'] {
  const patterns = new Set(patternsMatching(origin))
  const found: [string, OriginList][] = []
  for (const [name, list] of Object.entries(lists)) {
    if (isUsed(name)) {
      const exact = list.exact.includes(origin) ? [origin] : []
      const fitting = list.patterns.filter((one) => patterns.has(one))
      found.push([name, { exact, patterns: fitting, until: list.until }])
    } else if (keeps) found.push([name, EMPTY])
  }
  return Object.fromEntries(found)
}

const EMPTY: OriginList = { exact: [], patterns: [], until: null }
