/**
 * What browsers block before CORS: mixed content.
 *
 * @module
 */
import { isLoopbackHost, mappedIpv4 } from '../origin/index.ts'
import { splitTarget } from '../path/index.ts'
import { addressSpaceOf, hostNameOf, PUBLIC } from './address-space.ts'

/** The hosts that an https page may request without TLS; `local` includes `loopback`. */
export type InsecureHosts = 'none' | 'loopback' | 'local'

/**
 * Whether a request of a page is mixed content: the page has an https origin, and the URL is `http:` or `ws:` and not on a loopback host. Browsers block it
 * and send nothing, no preflight either (Mixed Content, 4.4, Should fetching request be blocked as mixed content?).
 *
 * Loopback hosts are 127.0.0.0/8, `[::1]`, `localhost` and names under it (Secure Contexts, 3.1). An IPv4-mapped address is not one, and neither is another
 * name that resolves to a loopback address. Images, navigations and forms have rules of their own.
 *
 * @param origin Of the page.
 * @param url Absolute.
 * @param allowed The hosts that are exempt (default: those of the standard).
 *
 * @example
 * ```ts
 * isMixedContent('https://app.example.com', 'http://intranet.example.com:6000/v1') // true
 * isMixedContent('https://app.example.com', 'http://localhost:6000/v1') // false
 * ```
 */
export function isMixedContent(
  origin: string,
  url: string,
  allowed: InsecureHosts = 'loopback',
): boolean {
  if (!origin.startsWith('https:') || !/^(?:http|ws):/i.test(url)) return false
  const { host } = splitTarget(url)
  return host !== undefined && !isExempt(hostNameOf(host), allowed)
}

function isExempt(host: string, allowed: InsecureHosts): boolean {
  if (allowed === 'none' || mappedIpv4(host) !== undefined) return false
  return allowed === 'local' ? addressSpaceOf(host) !== PUBLIC : isLoopbackHost(host)
}
