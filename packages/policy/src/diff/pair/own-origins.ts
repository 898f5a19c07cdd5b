/**
 * Origins that are the policy's own on one side or both (D6), as far as that matters to what can differ.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { type BundlePair, isSame, ofBoth } from './bundle-pair.ts'

export interface OwnOrigins {
  /** Own origins that are also listed, or may be own on one side only. */
  readonly origins: readonly string[]
  /** Hosts that select one of several own origins, so that decisions about them depend on the host. */
  readonly hosts: ReadonlySet<string>
}

export function ownOrigins(sides: BundlePair, tenants: readonly string[]): OwnOrigins {
  const entries = ofBoth(sides, ({ bundle }) => bundle.self)
  const changed = !isSame(sides[0].bundle.self, sides[1].bundle.self)
  // Whether an origin with a tenant is own depends on the route of the request, which any match may change.
  const tenanted = entries.filter((entry) => entry.includes('{tenant}'))
  const plain = entries
    .filter((entry) => !entry.includes('{tenant}'))
    .filter((origin) => changed || isListed(sides, origin))
  const origins = [
    ...plain,
    ...tenanted.flatMap((entry) => tenants.map((tenant) => entry.replace('{tenant}', tenant))),
  ]
  const isChoosing = sides.some(
    ({ bundle: { self } }) => self.length > 1 || self[0]?.includes('{tenant}') === true,
  )
  const hosts = isChoosing ? origins.map((origin) => origin.slice(origin.indexOf('://') + 3)) : []
  return { origins: [...new Set(origins)].sort(), hosts: new Set(hosts) }
}

function isListed(sides: BundlePair, origin: string): boolean {
  return sides.some(({ bundle }) => listsIn(bundle).some(({ exact }) => exact.includes(origin)))
}

function listsIn({ sets, tenants }: Bundle): readonly Bundle['sets'][string][] {
  return [...Object.values(sets), ...Object.values(tenants)]
}
