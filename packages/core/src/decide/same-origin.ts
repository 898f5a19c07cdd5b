/**
 * Same-origin requests (D6): Origin alone does not prove that a request is cross-origin, so the policy says which origins are its own.
 *
 * @module
 */

export interface SelfPlan {
  /** Set where there is one entry without `{tenant}`: then Host is not asked. */
  readonly only: string | null
  /** Own origins by authority. */
  readonly byAuthority: ReadonlyMap<string, readonly string[]>
  /** Entries with `{tenant}`, as what stands before and behind it. */
  readonly templates: readonly { readonly before: string; readonly behind: string }[]
}

const TENANT = '{tenant}'

export function buildSelf(entries: readonly string[]): SelfPlan {
  const plain = entries.filter((entry) => !entry.includes(TENANT))
  const templates = entries
    .filter((entry) => entry.includes(TENANT))
    .map((entry) => {
      const at = entry.indexOf(TENANT)
      return { before: entry.slice(0, at), behind: entry.slice(at + TENANT.length) }
    })
  return {
    only: entries.length === 1 && templates.length === 0 ? (plain[0] ?? null) : null,
    byAuthority: Map.groupBy(plain, authorityOf),
    templates,
  }
}

/**
 * Whether an origin is the request's own, where there are several entries or one with `{tenant}`: Host chooses among the entries and
 * never adds one.
 *
 * @param host The request's host, normalised.
 * @param tenant The request's tenant, where it is known.
 */
export function isOwnOrigin(
  self: SelfPlan,
  origin: string,
  host: string,
  tenant: string | null,
): boolean {
  if (self.byAuthority.get(host)?.includes(origin)) return true
  return (
    tenant !== null &&
    authorityOf(origin) === host &&
    self.templates.some(({ before, behind }) => origin === before + tenant + behind)
  )
}

function authorityOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3)
}
