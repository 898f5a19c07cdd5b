/**
 * Address spaces of Local Network Access (D28).
 *
 * Browsers use the address that a name resolves to; here only the name is known, so that a public name of a private address counts as
 * public.
 *
 * @module
 */
import { isLoopbackHost, mappedIpv4, withoutTrailingDot } from '../origin/index.ts'
import { splitTarget } from '../path/index.ts'

/** Loopback, local network or public; a smaller number is less public. */
export type AddressSpace = 0 | 1 | 2

export const LOOPBACK: AddressSpace = 0
export const LOCAL: AddressSpace = 1
export const PUBLIC: AddressSpace = 2

/** RFC 1918, RFC 3927, RFC 6598. */
const LOCAL_IPV4 =
  /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.)[0-9.]+$/

/** RFC 4193 and RFC 4291, 2.5.6. */
const LOCAL_IPV6 = /^\[f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):/

/** @param host Lower case, without a port. */
export function addressSpaceOf(host: string): AddressSpace {
  if (isLoopbackHost(host)) return LOOPBACK
  const name = mappedIpv4(host) ?? withoutTrailingDot(host)
  const isLocal = name.endsWith('.local') || LOCAL_IPV4.test(name) || LOCAL_IPV6.test(name)
  return isLocal ? LOCAL : PUBLIC
}

/** The host of `scheme://host:port` or `host:port`, without the port. */
export function hostNameOf(authority: string): string {
  return authority.replace(/^[a-z0-9+.-]*:\/\//, '').replace(/:[0-9]+$/, '')
}

/** Whether a URL is in a less public address space than a page of `origin`. */
export function isLessPublic(url: string, origin: string): boolean {
  const { host } = splitTarget(url)
  return host !== undefined && addressSpaceOf(hostNameOf(host)) < addressSpaceOf(hostNameOf(origin))
}
