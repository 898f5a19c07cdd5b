/**
 * Local Network Access: whether the browser keeps a page from an address of its user's own network.
 *
 * @module
 */
import { page } from './page.ts'

/** The address space that a host name shows by itself (Local Network Access, 2.1); a name of DNS may resolve to any, which no page learns. */
export function spaceOf(hostname: string): 'loopback' | 'local' | null {
  const host = hostname.replace(/^\[|\]$|\.$/g, '')
  if (/^(?:(?:.*\.)?localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return 'loopback'
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)\d+(?:\.\d+)*$|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:|\.local$/.test(
    host,
  )
    ? 'local'
    : null
}

/**
 * Asks the browser for its permission.
 *
 * @returns `denied`: that is why. `unanswered`: the user was asked, or would be by the next request, and did not say yes. `perhaps`: it is denied, and
 *   the page itself may be of that network, which needs none. `no`: it is something else, or this browser does not ask.
 */
export async function localNetwork(
  hostname: string,
): Promise<'denied' | 'unanswered' | 'perhaps' | 'no'> {
  const space = spaceOf(hostname)
  if (space === null) return 'no'
  const { location, navigator } = page()
  const isNear = location !== undefined && spaceOf(location.hostname) !== null
  // The second is the older name of both.
  for (const name of [`${space}-network`, 'local-network-access']) {
    try {
      const state = (await navigator?.permissions?.query({ name }))?.state
      if (state === 'denied') return isNear ? 'perhaps' : 'denied'
      if (state === 'prompt' && !isNear) return 'unanswered'
      if (state !== undefined) return 'no'
    } catch {
      // A browser that does not know the permission rejects its name.
    }
  }
  return 'no'
}
