/**
 * The hosts that a policy covers. Explanations reveal nothing about other hosts, and requests for them are refused (D2).
 *
 * @module
 */
import type { Bundle } from '../bundle/index.ts'
import type { Engine } from '../prepared/index.ts'

interface GuardedHosts {
  readonly exact: ReadonlySet<string>
  /** `.example.com`: any subdomain. */
  readonly suffixes: readonly string[]
}

const GUARDED_HOSTS = new WeakMap<Engine, GuardedHosts>()

/**
 * Whether the policy covers the host of a URL: it appears in `self` or in the match of a resource, or has the form of a tenant's host. Whether that tenant exists is
 * not revealed (D19).
 *
 * @param url In lower case; what follows the authority does not matter.
 */
export function isGuarded(engine: Engine, url: string): boolean {
  let guarded = GUARDED_HOSTS.get(engine)
  if (guarded === undefined) {
    guarded = guardedHosts(engine.bundle)
    GUARDED_HOSTS.set(engine, guarded)
  }
  const { exact, suffixes } = guarded
  const host = hostnameOf(url)
  return (
    exact.has(host) ||
    suffixes.some((suffix) => host.length > suffix.length && host.endsWith(suffix))
  )
}

function guardedHosts({ self, resources, tenancy }: Bundle): GuardedHosts {
  const exact = new Set<string>()
  const suffixes = new Set<string>()
  const hosts = [
    ...self.map((origin) => hostnameOf(origin.replace('{tenant}.', '*.'))),
    ...resources.flatMap(({ match }) => match.flatMap(({ host }) => host ?? [])),
    ...(tenancy !== null && 'host' in tenancy ? [tenancy.host] : []),
  ]
  for (const host of hosts) {
    if (host.startsWith('*.')) suffixes.add(host.slice(1))
    else if (host.startsWith('{tenant}.')) suffixes.add(host.slice('{tenant}'.length))
    else exact.add(host)
  }
  return { exact, suffixes: [...suffixes] }
}

/** The host of a URL in lower case, without port and trailing dot. */
export function hostnameOf(url: string): string {
  const authority = /^[^:]*:\/\/([^/?#]*)/.exec(url)?.[1] ?? ''
  return authority.replace(/:\d*$/, '').replace(/\.$/, '')
}
