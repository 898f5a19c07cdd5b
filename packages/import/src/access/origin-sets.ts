/**
 * Origin sets of a draft: origins with the same owner and the same access.
 *
 * @module
 */
import { readOrigin, readPattern } from '@marque/core'
import type { DraftSet } from '../draft/index.ts'
import { nameFrom, takeName } from '../names/index.ts'
import { DEVELOPMENT, isDevelopmentOrigin } from '../origins/index.ts'
import type { Access } from './access.ts'

/** Where the pages of an origin are: on this machine, at the domain of the API, or at another one. */
type Site = 'development' | 'own' | 'other'

/** A set, and the origins in it. */
export interface OriginSet {
  readonly draft: DraftSet
  readonly origins: readonly string[]
}

const PURPOSES: { readonly [site in Site]: string } = {
  development: 'development servers on loopback addresses',
  own: 'web applications that call this API',
  other: 'an application at another domain that calls this API',
}

/**
 * Groups origins into sets.
 *
 * Loopback origins get sets of their own, which exist in the environment {@link DEVELOPMENT} only. Whether a domain is that of the
 * API decides the name and the purpose of a set, nothing else.
 *
 * @param keyOf The access of an origin, as a text that is equal for equal access.
 */
export function originSets(
  access: readonly Access[],
  self: readonly string[],
  keyOf: (origin: string) => string,
): readonly OriginSet[] {
  const domains = self.flatMap(domainOf)
  const groups = Map.groupBy(new Map(access.map((one) => [one.origin, one])).values(), (one) =>
    JSON.stringify([siteOf(one.origin, domains), one.owner, keyOf(one.origin)]),
  )
  const sizes = Map.groupBy(groups.values(), ([first]) => siteOf(first?.origin ?? '', domains))
  const taken = new Set<string>()
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (first === undefined) return []
    const site = siteOf(first.origin, domains)
    const isOnly = sizes.get(site)?.length === 1
    const name = takeName(nameOf(site, first.origin, isOnly), taken)
    const origins = members.map(({ origin }) => origin)
    const notes = members.flatMap(({ origin, note }) =>
      note === null ? [] : [[origin, note] as const],
    )
    return [{ draft: setOf(name, site, first.owner, origins, notes), origins }]
  })
}

function setOf(
  name: string,
  site: Site,
  owner: string | null,
  origins: readonly string[],
  notes: readonly (readonly [string, string])[],
): DraftSet {
  return {
    name,
    comments: owner === null ? ['Add `owner`: who answers for these origins?'] : [],
    keys: {
      allow: origins,
      ...(owner !== null && { owner }),
      purpose: PURPOSES[site],
      ...(site === 'development' && { environments: [DEVELOPMENT] }),
    },
    notes: new Map(notes),
  }
}

function siteOf(origin: string, domains: readonly string[]): Site {
  if (isDevelopmentOrigin(origin)) return 'development'
  const host = hostOf(origin)
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`)) ? 'own' : 'other'
}

/** The host of the API, and the domain above it unless that is a single label. */
function domainOf(self: string): readonly string[] {
  const host = hostOf(self)
  const parent = host.slice(host.indexOf('.') + 1)
  return /^[a-z0-9-]+\.[a-z0-9.-]*[a-z]/.test(parent) ? [host, parent] : [host]
}

function hostOf(origin: string): string {
  return readOrigin(origin)?.host ?? readPattern(origin)?.host ?? ''
}

function nameOf(site: Site, origin: string, isOnly: boolean): string {
  if (site === 'development') return 'development'
  if (site === 'own') {
    const [label = ''] = hostOf(origin).split('.')
    return isOnly ? 'web' : (nameFrom(label) ?? 'web')
  }
  return nameFrom(hostOf(origin).replace(/^(?:www|app)\./, '')) ?? 'other'
}
