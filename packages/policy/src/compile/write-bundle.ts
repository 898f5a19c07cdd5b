/**
 * The bundle of one environment, with its self-test.
 *
 * @module
 */
import type { Bundle, OriginList, Sensitivity } from '@marque/core'
import { type Model, selfOf } from '../read/index.ts'
import { selfTestOf } from '../requests/index.ts'
import { originListOf, setTable } from './origin-lists.ts'
import { resourcesOf } from './resources.ts'
import { compareText, sortedUnique } from './sorted.ts'

/**
 * Compiles a model that has no error for one environment.
 *
 * Pure and deterministic: the clock has no part in it, and any order of the document's maps and lists but grants gives the same bytes.
 *
 * @param options.environment Sets of other environments are left out.
 * @throws {TypeError} `self` has no entry for the environment, which MQ-188 reports before.
 */
export function compileModel(model: Model, options: { readonly environment: string }): Bundle {
  const bundle = writeBundle(model, options.environment)
  return { ...bundle, vectors: selfTestOf(bundle) }
}

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
 * @throws {TypeError} `self` has no entry for the environment, which MQ-188 reports before.
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
