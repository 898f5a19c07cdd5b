/**
 * The bundle of one environment, but for its self-test.
 *
 * @module
 */
import type { Bundle, OriginList, Sensitivity } from '@marque/core'
import type { Model } from '../read/index.ts'
import { selfOf } from '../read/index.ts'
import { originListOf } from './origin-list.ts'
import { resourcesOf } from './resources.ts'
import { setTable } from './sets.ts'
import { compareText, sortedUnique } from './sorted.ts'

const HOUR = 3_600_000

/** How long after the end of its lease a bundle still decides fully: the more a leak would cost, the shorter (milliseconds; null: for good). */
const STALE_AFTER: { readonly [sensitivity in Sensitivity]: number | null } = {
  public: null,
  internal: 24 * HOUR,
  confidential: 24 * HOUR,
  restricted: 4 * HOUR,
}

/**
 * Writes the bundle of a model that has no error, with no vectors in it.
 *
 * @throws {TypeError} `self` says nothing for the environment, which `judgeEnvironment` reports before.
 */
export function writeBundle(model: Model, environment: string): Bundle {
  const self = selfOf(model, environment)
  if (self === undefined) throw new TypeError(`the policy has no \`self\` for \`${environment}\``)
  const sets = setTable(model.sets, environment)
  const resources = resourcesOf(model, sets)
  return {
    format: 'marque-bundle/1',
    environment,
    contact: model.contact,
    self: sortedUnique(self.map(({ text }) => text)),
    unmatched: model.unmatched,
    context: model.context,
    tenancy: model.tenancy,
    sets: sets.used(),
    tenants: tenantsOf(model),
    resources,
    staleAfter: STALE_AFTER,
    vectors: [],
  }
}

function tenantsOf(model: Model): { readonly [name: string]: OriginList } {
  if (model.tenancy === null) return {}
  return Object.fromEntries(
    model.members
      .map((member) => [member.name, originListOf(member.allow, member.until)] as const)
      .sort(([a], [b]) => compareText(a, b)),
  )
}
