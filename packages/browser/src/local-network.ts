/**
 * Local Network Access: whether the browser denies a page an address in the user's local network.
 *
 * @module
 */
import { pageEnvironment } from './page-environment.ts'

/** The address space of a literal address or special name (Local Network Access, 2.1). A DNS name may resolve to any space, which a page cannot find out. */
export function addressSpaceOf(hostname: string): 'loopback' | 'local' | null {
  const host = hostname.replace(/^\[|\]$|\.$/g, '')
  if (/^(?:(?:.*\.)?localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return 'loopback'
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)\d+(?:\.\d+)*$|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:|\.local$/.test(
    host,
  )
    ? 'local'
    : null
}

/**
 * Queries the browser's permission for the local network.
 *
 * @returns `denied`: the permission is denied. `prompt`: the user has not answered the prompt, or the next request would show it. `possibly-denied`: it is denied,
 *   but the page may be in that network itself, where it is not needed. `not-involved`: it is granted, the address is not local, or the browser has no such
 *   permission.
 */
export async function queryLocalNetwork(
  hostname: string,
): Promise<'denied' | 'prompt' | 'possibly-denied' | 'not-involved'> {
  const space = addressSpaceOf(hostname)
  if (space === null) return 'not-involved'
  const { location, navigator } = pageEnvironment()
  const isLocalPage = location !== undefined && addressSpaceOf(location.hostname) !== null
  // The second is the former name of both permissions.
  for (const name of [`${space}-network`, 'local-network-access']) {
    try {
      const state = (await navigator?.permissions?.query({ name }))?.state
      if (state === 'denied') return isLocalPage ? 'possibly-denied' : 'denied'
      if (state === 'prompt' && !isLocalPage) return 'prompt'
      if (state !== undefined) return 'not-involved'
    } catch {
      // Browsers reject the names of unknown permissions.
    }
  }
  return 'not-involved'
}
