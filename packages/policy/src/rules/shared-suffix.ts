/**
 * The domain of a provider below which a host has its name.
 *
 * @module
 */
import { parse } from 'tldts'
import { isSharedHosting } from './shared-hosting.ts'

/**
 * The longest domain above `host` below which a provider gives names to its customers: `github.io` for `acme.github.io`. From the private
 * section of the public suffix list, and the domains that it lacks.
 *
 * @returns Null for a host of its own domain, and for addresses.
 */
export function sharedSuffixOf(host: string): string | null {
  const { isPrivate, publicSuffix, isIp } = parse(host, { allowPrivateDomains: true })
  if (isIp === true) return null
  if (isPrivate === true && publicSuffix !== null && publicSuffix !== host) return publicSuffix
  const labels = host.split('.')
  for (let at = 1; at < labels.length - 1; at++) {
    const above = labels.slice(at).join('.')
    if (isSharedHosting(above, false)) return above
  }
  return null
}
