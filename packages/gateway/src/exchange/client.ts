/**
 * Who is at the other end: the client itself, behind whatever proxies are trusted.
 *
 * @module
 */
import { BlockList, isIP } from 'node:net'
import type { HeaderLine } from '@marque/core'

/** The client as far as trusted proxies and the connection tell. */
export interface Client {
  /** IPv4 or IPv6, without a zone; an IPv4 address in IPv6 form as IPv4. */
  readonly address: string
  /** As the client sees it. */
  readonly scheme: 'http' | 'https'
  /** Whether the other end of the connection is a trusted proxy. */
  readonly isViaProxy: boolean
}

/** Knows which addresses are trusted proxies. */
export interface ProxyTrust {
  isTrusted(address: string): boolean
}

/**
 * @param proxies Addresses and networks: `10.0.0.0/8`, `::1`.
 * @throws {TypeError} One of them is none.
 */
export function trustProxies(proxies: readonly string[]): ProxyTrust {
  const list = new BlockList()
  for (const text of proxies) {
    const [address = '', prefix] = text.split('/')
    const family = isIP(address)
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix)
    const isNetwork =
      family !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128)
    if (!isNetwork || prefix === '')
      throw new TypeError(`\`${text}\` is no address and no network such as \`10.0.0.0/8\``)
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6')
  }
  const isEmpty = proxies.length === 0
  return {
    isTrusted: (address) =>
      !isEmpty && list.check(address, address.includes(':') ? 'ipv6' : 'ipv4'),
  }
}

/** @param remote The other end of the connection. */
export function clientOf(
  remote: string,
  isTls: boolean,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Client {
  const address = plain(remote)
  const scheme = isTls ? 'https' : 'http'
  if (!trust.isTrusted(address)) return { address, scheme, isViaProxy: false }
  const proto = valuesOf(lines, 'x-forwarded-proto').at(-1)
  return {
    address: behindProxies(address, valuesOf(lines, 'x-forwarded-for'), trust),
    scheme: proto === 'https' || proto === 'http' ? proto : scheme,
    isViaProxy: true,
  }
}

/** From right to left: the first address that is no trusted proxy. What stands left of it is the client's own word. */
function behindProxies(remote: string, chain: readonly string[], trust: ProxyTrust): string {
  let address = remote
  for (let at = chain.length - 1; at >= 0 && trust.isTrusted(address); at--) {
    const next = plain(chain[at] ?? '')
    if (isIP(next) === 0) return address
    address = next
  }
  return address
}

/** What a connection without a trusted proxy says of its client is the same for all its requests. */
const DIRECT = new WeakMap<object, Client>()

/**
 * The client of a request on this connection.
 *
 * @param trust The same for all requests of a connection.
 */
export function clientOn(
  socket: { readonly remoteAddress?: string | undefined },
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Client {
  const known = DIRECT.get(socket)
  if (known !== undefined) return known
  const { remoteAddress } = socket
  const isTls = 'encrypted' in socket && socket.encrypted === true
  const client = clientOf(remoteAddress ?? '', isTls, lines, trust)
  // A connection that is gone already has no address any more.
  if (!client.isViaProxy && remoteAddress !== undefined) DIRECT.set(socket, client)
  return client
}

/** The elements of all lines of a list field, in order. */
function valuesOf(lines: readonly HeaderLine[], name: string): readonly string[] {
  const values: string[] = []
  for (const [field, value] of lines) {
    if (field.length !== name.length || field.toLowerCase() !== name) continue
    for (const part of value.split(',')) if (part.trim() !== '') values.push(part.trim())
  }
  return values
}

/** Without the IPv6 form of an IPv4 address, brackets, port and zone. */
function plain(address: string): string {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1')
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
}
