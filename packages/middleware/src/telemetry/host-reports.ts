/**
 * Reports of hosts that are not served (D2): a host that is missing in the policy must not go unnoticed.
 *
 * @module
 */

/** Clients choose the hosts, so only so many are reported. */
const MAX_HOSTS = 20

/**
 * Writes one line to `console.warn` for each new host.
 *
 * @returns Takes the URL of a refused request.
 */
export function reportHosts(): (url: string) => void {
  const reported = new Set<string>()
  return (url) => {
    const [, host = ''] = /^[^:]*:\/\/([^/?#]{0,100})/.exec(url) ?? []
    if (reported.size >= MAX_HOSTS || reported.has(host)) return
    reported.add(host)
    console.warn(
      `marque: answered 421 to a request for the host \`${host.replace(/[^\x20-\x7e]+/g, ' ')}\`, which the policy does not name; if clients of the application use it, add it to the option \`hosts\``,
    )
  }
}
