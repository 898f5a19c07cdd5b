/**
 * One host for each kind of host that routing tells apart.
 *
 * What a host says is which matches fit it, which tenant it names, and which of several own origins it chooses. Matches with a host
 * pattern form a chain by their suffixes, so that a name just below each suffix, and one label deeper, stand for all others.
 *
 * @module
 */

import { ofBoth, type Scope, type Sides, type Vocabulary } from '../pair/index.ts'
import type { TreeNode, Trees } from './pattern-tree.ts'

export interface HostClass {
  /** `https://api.example.com`, what stands before the path. */
  readonly prefix: string
  /** Normalised, with a port that is not the default one. */
  readonly host: string
  /** Trees of the matches that fit it, the most specific host first. */
  readonly trees: readonly TreeNode[]
  /** What the host says of the tenant, by side; null where it says nothing. */
  readonly tenants: readonly [string | null, string | null]
}

export function hostClasses(
  sides: Sides,
  trees: Trees,
  scope: Scope,
  { otherWord }: Vocabulary,
): readonly HostClass[] {
  const { tenants } = scope
  const suffixes = sides.map(({ bundle: { tenancy } }) =>
    tenancy !== null && 'host' in tenancy ? tenancy.host.slice('{tenant}'.length) : null,
  )
  const named = [...trees.keys()].filter((host) => host !== null)
  const own = ofBoth(sides, ({ bundle }) => bundle.self)
  const authorities = own
    .map((origin) => origin.slice(origin.indexOf('://') + 3))
    .flatMap((text) =>
      text.includes('{tenant}')
        ? [...tenants, otherWord].map((tenant) => text.replace('{tenant}', tenant))
        : [text],
    )
  const below = new Set<string>()
  for (const host of named) if (host.startsWith('*.')) below.add(host.slice(1))
  for (const suffix of suffixes) if (suffix !== null) below.add(suffix)
  const hosts = new Set([
    ...authorities,
    `${otherWord}.invalid`,
    ...named.filter((host) => !host.startsWith('*.')),
    ...[...below]
      .sort()
      .flatMap((suffix) => [
        ...(suffixes.includes(suffix) ? tenants.map((tenant) => tenant + suffix) : []),
        otherWord + suffix,
        `${otherWord}.${otherWord}${suffix}`,
      ]),
  ])
  return [...hosts].flatMap((host) => {
    const name = host.replace(/:[0-9]+$/, '')
    const fitting = treesFor(trees, name)
    if (!scope.all && !fitting.some(({ dirty }) => dirty)) return []
    const [before, after] = suffixes.map((suffix) => labelOf(suffix ?? null, name))
    return [
      {
        // The default port of the scheme would be dropped.
        prefix: `${host.endsWith(':443') ? 'http' : 'https'}://${host}`,
        host,
        trees: fitting,
        tenants: [before ?? null, after ?? null] as const,
      },
    ]
  })
}

function treesFor(trees: Trees, name: string): readonly TreeNode[] {
  const found: TreeNode[] = []
  const exact = trees.get(name)
  if (exact !== undefined) found.push(exact)
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const tree = dot > 0 ? trees.get(`*${name.slice(dot)}`) : undefined
    if (tree !== undefined) found.push(tree)
  }
  const any = trees.get(null)
  return any === undefined ? found : [...found, any]
}

/** D15: exactly one label before the suffix. */
function labelOf(suffix: string | null, name: string): string | null {
  if (suffix === null || !name.endsWith(suffix)) return null
  const label = name.slice(0, -suffix.length)
  return label === '' || label.includes('.') ? null : label
}
