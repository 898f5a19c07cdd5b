/**
 * Refusal of requests for hosts that a layer does not serve (D2), against DNS rebinding.
 *
 * An attacker whose name resolves to the layer's address loads a page from it: the page and the layer then have the same origin for the browser, which needs no CORS
 * to read responses. `Host` is the only trace of it. A page cannot choose an IP address or `localhost` as its host without being served from there.
 *
 * @module
 */
import { isAddress, isLoopbackHost } from '../origin/index.ts'
import type { Engine } from '../prepared/index.ts'
import { authorityEnd } from '../target-text.ts'
import { hostnameOf, isGuarded } from './policy-hosts.ts'

/** Hosts that are served beside those of the policy, exact or `*.` and a host, without a port; `any`: every host is served. */
export type ServedHosts = 'any' | readonly string[]

/**
 * Whether the layer serves the host of a request.
 *
 * @param url As in the request facts.
 * @param localAddress The address that the connection was made to; null where the runtime does not tell it.
 */
export type HostCheck = (engine: Engine, url: string, localAddress: string | null) => boolean

/** The problem document of the refusal, without its request id. */
export const HOST_NOT_SERVED = {
  type: 'urn:marque:gateway:host-not-served',
  title: 'this server does not serve the host in `Host`',
  status: 421,
} as const

/**
 * Hosts are compared by name, without the port. Served are: hosts of the policy; `hosts`; loopback names, which a published port of a container receives too; and the
 * address that the connection was made to, or every IP address where that one is not known: no address is the name of an attacker's page.
 *
 * @returns Null: every host is served.
 */
export function createHostCheck(hosts: ServedHosts): HostCheck | null {
  if (hosts === 'any') return null
  const named = hosts.map((host) => host.toLowerCase())
  const exact = new Set(named.filter((host) => !host.startsWith('*.')))
  const suffixes = named.filter((host) => host.startsWith('*.')).map((host) => host.slice(1))
  return (engine, url, localAddress) => {
    const end = authorityEnd(url)
    const site = (end < 0 ? url : url.slice(0, end)).toLowerCase()
    if (isGuarded(engine, site)) return true
    const host = hostnameOf(site)
    if (exact.has(host)) return true
    if (suffixes.some((suffix) => host.length > suffix.length && host.endsWith(suffix))) return true
    if (isLoopbackHost(host)) return true
    return localAddress === null ? isAddress(host) : host === addressAsHost(localAddress)
  }
}

/** An address of a socket as it is written in `Host`: IPv4-mapped IPv6 addresses as IPv4, IPv6 in brackets and without a zone. */
function addressAsHost(address: string): string {
  const bare = address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
  return bare.includes(':') ? `[${bare}]` : bare
}
