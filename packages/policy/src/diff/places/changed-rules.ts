/**
 * Where two policies can differ at all: the resources whose rules or matches are not the same, and the keys that concern every place.
 *
 * @module
 */
import type { PathNode } from '@marque/core/engine'
import { bothSides, type PolicySides, type Side, type Sides } from '../sides.ts'
import type { RulesKeys } from './rules-key.ts'
import { templatesOf } from './vocabulary.ts'

/** Whether a key of the policy changed that can matter at any place. */
export function changesEverywhere([before, after]: PolicySides): boolean {
  const general = [before, after].map(({ bundle }) => {
    const { self, unmatched, tenancy, tenants } = bundle
    return JSON.stringify([self, unmatched, tenancy, Object.keys(tenants), templatesOf(bundle)])
  })
  return general[0] !== general[1]
}

/** Finds the subtrees that hold a changed match. */
export class ChangedRules {
  readonly #changed: Sides<ReadonlySet<number>>
  readonly #known = new WeakMap<PathNode, boolean>()

  constructor(policies: PolicySides, keys: RulesKeys) {
    const texts = bothSides((side) => textsOf(policies[side], keys))
    const tenantsChanged = tenantsText(policies[0], keys) !== tenantsText(policies[1], keys)
    this.#changed = bothSides((side) => {
      const changed = policies[side].resources.flatMap(({ name, resource }, at) => {
        const isChanged =
          texts[0].get(name) !== texts[1].get(name) ||
          (tenantsChanged && resource.grants.some(({ tenant }) => tenant))
        return isChanged ? [at] : []
      })
      return new Set(changed)
    })
  }

  /** Whether a match at this node is of a changed resource. */
  isIn(side: Side, leaves: PathNode['end']): boolean {
    return leaves.some(({ resource }) => this.#changed[side].has(resource))
  }

  /** Whether a match at or below this node is of a changed resource. */
  isBelow(side: Side, node: PathNode): boolean {
    let known = this.#known.get(node)
    if (known === undefined) {
      known =
        this.isIn(side, node.end) ||
        this.isIn(side, node.rest) ||
        node.literals.some((child) => this.isBelow(side, child.node)) ||
        (node.name !== null && this.isBelow(side, node.name))
      this.#known.set(node, known)
    }
    return known
  }
}

/** By name, so that a match that moves to another resource counts on both. */
function textsOf(policy: PolicySides[Side], keys: RulesKeys): ReadonlyMap<string, string> {
  return new Map(
    policy.resources.map(({ name, resource }, at) => [
      name,
      `${keys.resourceKey(policy, at)} ${JSON.stringify(resource.match)}`,
    ]),
  )
}

function tenantsText({ bundle }: PolicySides[Side], keys: RulesKeys): string {
  return JSON.stringify(
    Object.entries(bundle.tenants).map(([name, list]) => [name, keys.listId(list)]),
  )
}
