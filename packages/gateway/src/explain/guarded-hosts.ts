/**
 * Which hosts a policy guards: nobody is told anything of others.
 *
 * @module
 */
import type { Bundle, Engine } from '@marque/core'

interface Guarded {
  readonly exact: ReadonlySet<string>
  /** `.example.com`: any host with labels before it. */
  readonly suffixes: readonly string[]
}

const KNOWN = new WeakMap<Engine, Guarded>()

/**
 * Whether the policy speaks of the host of an address: it stands in `self`, in the match of a resource, or is where tenants are.
 *
 * A host of a tenant counts by its form and not by whether there is such a tenant, which is nobody's business (D19).
 *
 * @param url As `URL` writes it.
 */
export function isGuarded(engine: Engine, url: string): boolean {
  let guarded = KNOWN.get(engine)
  if (guarded === undefined) {
    guarded = guardedBy(engine.bundle)
    KNOWN.set(engine, guarded)
  }
  const { exact, suffixes } = guarded
  const host = hostnameOf(url)
  return (
    exact.has(host) ||
    suffixes.some((suffix) => host.length > suffix.length && host.endsWith(suffix))
  )
}

function guardedBy({ self, resources, tenancy }: Bundle): Guarded {
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

function hostnameOf(url: string): string {
  const authority = /^[^:]*:\/\/([^/?#]*)/.exec(url)?.[1] ?? ''
  return authority.replace(/:\d*$/, '').replace(/\.$/, '')
}
