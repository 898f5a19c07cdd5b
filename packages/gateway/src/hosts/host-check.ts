/**
 * Refusal of requests for hosts that the gateway does not serve (D2), against DNS rebinding.
 *
 * An attacker whose name resolves to the gateway's address loads a page from it: the page and the gateway then have the same origin for the browser, which needs no CORS
 * to read responses. `Host` is the only trace of it. A page cannot choose an IP address or `localhost` as its host without being served from there.
 *
 * @module
 */
import { isIP } from 'node:net'
import { authorityEnd, isLoopbackHost } from '@marque/core'
import { hostnameOf, isGuarded } from '@marque/core/explain-endpoint'
import type { RouteSettings, Settings } from '../config/index.ts'
import type { Exchange } from '../request/index.ts'

/** Whether the gateway serves the host of a request. */
export type HostCheck = (exchange: Pick<Exchange, 'engine' | 'facts' | 'request'>) => boolean

/**
 * Hosts are compared by name, without the port. Served are: hosts of the policy; hosts of routes; `hosts`; the address that the connection was made to; and over a
 * loopback address every loopback name.
 *
 * @param hosts Further hosts, exact or `*.` and a host, lower case; `any`: every host is served.
 */
export function createHostCheck(
  hosts: Settings['hosts'],
  routes: readonly RouteSettings[],
): HostCheck | null {
  if (hosts === 'any') return null
  const named = [...hosts, ...routes.flatMap(({ host }) => host ?? [])]
  const exact = new Set(named.filter((host) => !host.startsWith('*.')))
  const suffixes = named.filter((host) => host.startsWith('*.')).map((host) => host.slice(1))
  return ({ engine, facts, request }) => {
    // Without a policy every request is refused already.
    if (engine === null) return true
    const end = authorityEnd(facts.url)
    const url = (end < 0 ? facts.url : facts.url.slice(0, end)).toLowerCase()
    if (isGuarded(engine, url)) return true
    const host = hostnameOf(url)
    if (exact.has(host)) return true
    if (suffixes.some((suffix) => host.length > suffix.length && host.endsWith(suffix))) return true
    const local = addressAsHost(request.socket.localAddress ?? '')
    return host === local || (isLoopbackHost(local) && isLoopbackHost(host))
  }
}

/** An address of a socket as it is written in `Host`: IPv4-mapped IPv6 addresses as IPv4, IPv6 in brackets and without a zone. */
function addressAsHost(address: string): string {
  const bare = address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
  return isIP(bare) === 6 ? `[${bare}]` : bare
}
