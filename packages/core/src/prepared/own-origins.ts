/**
 * The policy's own origins (`self`, D6): browsers send Origin with same-origin requests too, and these are never blocked.
 *
 * @module
 */

export interface OwnOrigins {
  /** The only entry, where it is without `{tenant}`: then Host does not matter. */
  readonly only: string | null
  /** Entries without `{tenant}`, by authority. */
  readonly byAuthority: ReadonlyMap<string, readonly string[]>
  /** Entries with `{tenant}`, split at it. */
  readonly templates: readonly { readonly before: string; readonly after: string }[]
}

const TENANT = '{tenant}'

export function buildOwnOrigins(entries: readonly string[]): OwnOrigins {
  const plain = entries.filter((entry) => !entry.includes(TENANT))
  const templates = entries
    .filter((entry) => entry.includes(TENANT))
    .map((entry) => {
      const at = entry.indexOf(TENANT)
      return { before: entry.slice(0, at), after: entry.slice(at + TENANT.length) }
    })
  return {
    only: entries.length === 1 && templates.length === 0 ? (plain[0] ?? null) : null,
    byAuthority: Map.groupBy(plain, authorityOf),
    templates,
  }
}

/**
 * Whether an origin is the request's own, where `self` has several entries or one with `{tenant}`: Host chooses among the entries and
 * never adds one.
 *
 * @param host The request's host, normalized.
 * @param tenant The request's tenant; null where it is unknown.
 */
export function isOwnOrigin(
  self: OwnOrigins,
  origin: string,
  host: string,
  tenant: string | null,
): boolean {
  if (self.byAuthority.get(host)?.includes(origin)) return true
  return (
    tenant !== null &&
    authorityOf(origin) === host &&
    self.templates.some(({ before, after }) => origin === before + tenant + after)
  )
}

function authorityOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3)
}
