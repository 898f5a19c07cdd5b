/**
 * The client of a request: the peer of the connection, or the address that trusted proxies forward.
 *
 * @module
 */
import { BlockList, isIP } from 'node:net'
import type { HeaderLine } from '@marque/core'
import { listValues } from './header-values.ts'

export interface Client {
  /** IPv4 or IPv6 address without a zone; IPv4-mapped IPv6 addresses are written as IPv4. */
  readonly address: string
  /** The scheme that the client used. */
  readonly scheme: 'http' | 'https'
  /** Whether the peer of the connection is a trusted proxy. */
  readonly isViaProxy: boolean
}

/** Decides whose `X-Forwarded-*` headers are trusted. */
export interface ProxyTrust {
  isTrusted(address: string): boolean
}

/**
 * @param proxies Addresses and CIDR networks: `10.0.0.0/8`, `::1`.
 * @throws {TypeError} An entry is not an address or network.
 */
export function trustProxies(proxies: readonly string[]): ProxyTrust {
  const list = new BlockList()
  for (const text of proxies) {
    const [address = '', prefix] = text.split('/')
    const family = isIP(address)
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix)
    const isNetwork =
      family !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128)
    if (!isNetwork || prefix === '') {
      throw new TypeError(
        `invalid trusted proxy \`${text}\`: expected an IP address or a CIDR network such as \`10.0.0.0/8\``,
      )
    }
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6')
  }
  const isEmpty = proxies.length === 0
  return {
    isTrusted: (address) =>
      !isEmpty && list.check(address, address.includes(':') ? 'ipv6' : 'ipv4'),
  }
}

/** @param peer The remote address of the connection. */
export function clientOf(
  peer: string,
  isTls: boolean,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Client {
  const address = normalizedAddress(peer)
  const scheme = isTls ? 'https' : 'http'
  if (!trust.isTrusted(address)) return { address, scheme, isViaProxy: false }
  const proto = listValues(lines, 'x-forwarded-proto').at(-1)
  return {
    address: forwardedAddress(address, listValues(lines, 'x-forwarded-for'), trust),
    scheme: proto === 'https' || proto === 'http' ? proto : scheme,
    isViaProxy: true,
  }
}

/** Reads `X-Forwarded-For` from right to left up to the first address that is not a trusted proxy: entries further left are chosen by the client. */
function forwardedAddress(peer: string, chain: readonly string[], trust: ProxyTrust): string {
  let address = peer
  for (let at = chain.length - 1; at >= 0 && trust.isTrusted(address); at--) {
    const next = normalizedAddress(chain[at] ?? '')
    if (isIP(next) === 0) return address
    address = next
  }
  return address
}

/** Clients by connection, for connections whose peer is not a trusted proxy: all requests on them have the same client. */
const DIRECT_CLIENTS = new WeakMap<object, Client>()

/**
 * The client of a request on a connection; cached for direct connections.
 *
 * @param trust Must be the same for all requests on a connection.
 */
export function connectionClient(
  socket: { readonly remoteAddress?: string | undefined },
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Client {
  const known = DIRECT_CLIENTS.get(socket)
  if (known !== undefined) return known
  const { remoteAddress } = socket
  const isTls = 'encrypted' in socket && socket.encrypted === true
  const client = clientOf(remoteAddress ?? '', isTls, lines, trust)
  // A closed connection no longer has an address.
  if (!client.isViaProxy && remoteAddress !== undefined) DIRECT_CLIENTS.set(socket, client)
  return client
}

/** Removes the IPv4-mapped IPv6 prefix, brackets, port and zone. */
function normalizedAddress(address: string): string {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1')
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
}
