/**
 * Changes that no decision shows: contact, names and sensitivities of resources.
 *
 * @module
 */
import type { Resource } from '@marque/core'
import { SAMPLE_INSTANT } from '../../requests/index.ts'
import type { Change } from '../change.ts'
import { decideBoth, inputOf, type RequestSample } from '../evaluate/index.ts'
import { type BundlePair, getOrCreate } from '../pair/index.ts'
import type { RouteClass } from '../routing/index.ts'
import { pathsText } from './sentences.ts'

/** The change of the contact in problem documents. */
export function policyChanges(sides: BundlePair, unlisted: string): readonly Change[] {
  const [before, after] = [sides[0].bundle, sides[1].bundle]
  if (before.contact === after.contact) return []
  const text = (contact: string | null): string =>
    contact === null ? 'no contact' : `\`${contact}\``
  const what = `problem documents name ${text(after.contact)} instead of ${text(before.contact)}`
  const [self = ''] = after.self
  const url = `${self.replace('{tenant}', 'any')}/`
  return [statement(sides, null, what, ['/**'], ['*'], requestSample(url, 'GET', unlisted))]
}

/** Changes of name and sensitivity of the resource that decides the same requests. */
export function resourceChanges(
  sides: BundlePair,
  routeClasses: readonly RouteClass[],
  unlisted: string,
): readonly Change[] {
  const pairs = new Map<
    string,
    { paths: Set<string>; methods: Set<string>; routeClass: RouteClass }
  >()
  for (const routeClass of routeClasses) {
    const [before, after] = routeClass.routes.map(({ resource }) => resource)
    if (routeClass.spelling !== null || !before || !after) continue
    const key = JSON.stringify([before, after])
    const pair = getOrCreate(pairs, key, () => ({
      paths: new Set(),
      methods: new Set(),
      routeClass,
    }))
    for (const [method, { paths }] of routeClass.byMethod) {
      pair.methods.add(method)
      for (const path of paths) pair.paths.add(path)
    }
  }
  return [...pairs.values()].flatMap(({ paths, methods, routeClass }) => {
    const [first] = routeClass.byMethod
    const before = sides[0].resources.get(routeClass.routes[0].resource ?? '')
    const after = sides[1].resources.get(routeClass.routes[1].resource ?? '')
    if (before === undefined || after === undefined || first === undefined) return []
    const [method, { url }] = first
    const sample = requestSample(url, method, unlisted)
    const named = [[...paths].sort(), [...methods].sort()] as const
    return statementsOn(before, after, named[0]).map((what) =>
      statement(sides, after, what, ...named, sample),
    )
  })
}

function statementsOn(
  before: Resource,
  after: Resource,
  paths: readonly string[],
): readonly string[] {
  const found: string[] = []
  if (before.name !== after.name) {
    found.push(
      `\`${after.name}\` decides ${pathsText(paths)} instead of \`${before.name}\`: tokens and lockdowns for \`${before.name}\` do not apply any more`,
    )
  }
  if (before.sensitivity !== after.sensitivity) {
    found.push(`the sensitivity is \`${after.sensitivity}\` instead of \`${before.sensitivity}\``)
  }
  return found
}

function statement(
  sides: BundlePair,
  resource: Resource | null,
  what: string,
  paths: readonly string[],
  methods: readonly string[],
  sample: RequestSample,
): Change {
  return {
    direction: 'equal',
    aspect: 'answer',
    resource: resource?.name ?? null,
    sensitivity: resource?.sensitivity ?? null,
    origin: '*',
    origins: ['*'],
    paths,
    methods,
    headers: [],
    tenant: null,
    credentials: false,
    during: null,
    condition: null,
    what,
    witness: { in: inputOf(sample), ...decideBoth(sides, sample) },
  }
}

function requestSample(url: string, method: string, origin: string): RequestSample {
  return {
    shape: 'actual',
    url,
    method,
    origins: [origin],
    credentials: 'none',
    from: 'none',
    names: [],
    context: { headers: [], contextAt: () => ({}), layerTenant: null, isAnonymous: true },
    moment: { now: SAMPLE_INSTANT },
  }
}
