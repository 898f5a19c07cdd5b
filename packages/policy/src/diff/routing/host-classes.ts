/**
 * Classes of hosts that routing distinguishes, with one host for each.
 *
 * A host determines which matches apply, which tenant it names, and which of several own origins it selects. Host patterns form a chain by
 * suffix, so one host just below each suffix, and one a label deeper, represent all others.
 *
 * @module
 */

import { type BundlePair, ofBoth, type Scope, type Vocabulary } from '../pair/index.ts'
import type { TreeNode, Trees } from './pattern-tree.ts'

export interface HostClass {
  /** The URL before the path, as `https://api.example.com`. */
  readonly prefix: string
  /** Normalised, with a port other than the default one. */
  readonly host: string
  /** Trees of the matches for this host, the most specific host first. */
  readonly trees: readonly TreeNode[]
  /** The tenant in the host, by side; null for none. */
  readonly tenants: readonly [string | null, string | null]
}

export function hostClasses(
  sides: BundlePair,
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
  const descend = new Set<string>()
  for (const host of named) if (host.startsWith('*.')) descend.add(host.slice(1))
  for (const suffix of suffixes) if (suffix !== null) descend.add(suffix)
  const hosts = new Set([
    ...authorities,
    `${otherWord}.invalid`,
    ...named.filter((host) => !host.startsWith('*.')),
    ...[...descend]
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
    if (!scope.all && !fitting.some(({ affected }) => affected)) return []
    const [before, after] = suffixes.map((suffix) => labelOf(suffix ?? null, name))
    return [
      {
        // The default port of `https` would be removed.
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
