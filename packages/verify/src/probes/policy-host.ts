/**
 * Hosts that a policy names.
 *
 * @module
 */
import type { Bundle } from '@marque/core'

/**
 * Whether the host of a URL is one of the policy: of `self`, of a match, or of a member of `tenants`. Probes name no other one (D2: a layer answers 421
 * for hosts that it does not serve).
 *
 * @param url Absolute; the port does not matter.
 */
export function hasPolicyHost(url: string, { self, resources, tenancy, tenants }: Bundle): boolean {
  const name = hostName(url)
  const isMember = (pattern: string): boolean => {
    const [before = '', after] = pattern.split('{tenant}')
    if (after === undefined) return pattern === name
    return Object.keys(tenants).some((tenant) => `${before}${tenant}${after}` === name)
  }
  return (
    self.some((entry) => isMember(hostName(entry))) ||
    (tenancy !== null && 'host' in tenancy && isMember(tenancy.host)) ||
    resources.some(({ match }) =>
      match.some(({ host }) =>
        host?.startsWith('*.') === true ? name.endsWith(host.slice(1)) : host === name,
      ),
    )
  )
}

function hostName(url: string): string {
  const [, name = ''] = /^[a-z]+:\/\/([^/?#\\]*?)(?::[0-9]+)?(?:[/?#\\]|$)/.exec(url) ?? []
  return name
}
