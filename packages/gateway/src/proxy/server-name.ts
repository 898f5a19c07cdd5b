/**
 * The name that an upstream's certificate is for.
 *
 * @module
 */
import { isIP } from 'node:net'

/** @returns Empty for an address without a name: the certificate is for the address then, and none is asked for by name (RFC 6066, 3). */
export function serverNameOf(url: string): string {
  const { hostname } = new URL(url)
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? hostname : ''
}
