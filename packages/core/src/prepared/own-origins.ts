/**
 * The policy's own origins (`self`, D6): browsers send Origin with same-origin requests too, and these are never blocked.
 *
 * @module
 */
import { groupBy } from './group-by.ts'

export interface OwnOrigins {
  /** The only entry, where it is without `{tenant}`: then Host does not matter. */
  readonly only: string | null
  /** Entries without `{tenant}`, by authority. */
  readonly byAuthority: ReadonlyMap<string, readonly string[]>
  /** Entries with `{tenant}`, split at it. */
  readonly templates: readonly { readonly before: string; readonly after: string }[]
  readonly tenants: ReadonlySet<string>
}

const TENANT = '{tenant}'

/** @param tenants Names of the members of `tenants`. */
export function buildOwnOrigins(
  entries: readonly string[],
  tenants: readonly string[],
): OwnOrigins {
  const plain = entries.filter((entry) => !entry.includes(TENANT))
  const templates = entries
    .filter((entry) => entry.includes(TENANT))
    .map((entry) => {
      const at = entry.indexOf(TENANT)
      return { before: entry.slice(0, at), after: entry.slice(at + TENANT.length) }
    })
  return {
    only: entries.length === 1 && templates.length === 0 ? (plain[0] ?? null) : null,
    byAuthority: groupBy(plain, authorityOf),
    templates,
    tenants: new Set(tenants),
  }
}

/**
 * Whether an origin is the request's own, where `self` has several entries or one with `{tenant}`: Host chooses among the entries and
 * never adds one.
 *
 * @param host The request's host, normalized.
 * @param layerTenant The tenant that the layer knows of; null where it knows none.
 */
export function isOwnOrigin(
  self: OwnOrigins,
  origin: string,
  host: string,
  layerTenant: string | null,
): boolean {
  if (self.byAuthority.get(host)?.includes(origin)) return true
  if (self.templates.length === 0 || authorityOf(origin) !== host) return false
  return self.templates.some(({ before, after }) => {
    if (!origin.startsWith(before) || !origin.endsWith(after)) return false
    const label = origin.slice(before.length, origin.length - after.length)
    return self.tenants.has(label) && (layerTenant === null || layerTenant === label)
  })
}

/** Whether an origin is an entry of `self`, whatever the host of the request: a proxy that rewrites Host makes it a foreign one. */
export function isOwnElsewhere(self: OwnOrigins, origin: string): boolean {
  return self.only === null && isOwnOrigin(self, origin, authorityOf(origin), null)
}

/** Whether an entry of `self` has the host. */
export function isHostOfSelf(self: OwnOrigins, host: string): boolean {
  if (self.byAuthority.has(host)) return true
  return self.templates.some(({ before, after }) => {
    const start = authorityOf(before)
    if (!host.startsWith(start) || !host.endsWith(after)) return false
    return self.tenants.has(host.slice(start.length, host.length - after.length))
  })
}

/** As the host of a request is normalized (D2): without one trailing dot. */
function authorityOf(origin: string): string {
  const authority = origin.slice(origin.indexOf('://') + 3)
  return authority.includes('.:') || authority.endsWith('.')
    ? authority.replace(/\.(?=$|:)/, '')
    : authority
}
