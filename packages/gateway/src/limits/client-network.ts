/**
 * Who counts as one client.
 *
 * @module
 */

/**
 * The address of IPv4; the /64 of IPv6, since that is what one customer gets at the least, and an address of it costs nothing (RFC 6177).
 *
 * @param address Without brackets and zone.
 */
export function networkOf(address: string): string {
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
