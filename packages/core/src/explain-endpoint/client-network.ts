/**
 * The unit by which clients are counted.
 *
 * @module
 */

/**
 * The IPv4 address itself, or the /64 network of an IPv6 address: a /64 is the least that one customer gets, so single addresses in it cost nothing (RFC 6177).
 *
 * @param address Without brackets and zone.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const behind = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0)
    while (groups.length < 8 - behind) groups.push('0')
    if (groups.length < 4) groups.push(...tail.split(':'))
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
