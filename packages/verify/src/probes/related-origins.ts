/**
 * Origins of the domain above a granted one.
 *
 * @module
 */
import { isAddress, readOrigin, readPattern } from '@marque/core'
import type { NearMissOrigin } from '@marque/policy/requests'

/**
 * Origins that a layer lets in which allows the domain above the granted host: for `app.example.com` another name below `example.com`, and
 * a host that only ends like it. For `*.example.com` it is `example.com` itself (D3).
 *
 * @param granted An exact origin or a pattern.
 */
export function relatedOrigins(granted: string): readonly NearMissOrigin[] {
  const isPattern = readPattern(granted) !== undefined
  if (isPattern) {
    if (!granted.includes('://*.')) return []
    const apex = granted.replace('://*.', '://').replace(/:\*$/, '')
    return [{ origin: apex, fault: 'matches-suffix' }]
  }
  const origin = readOrigin(granted)
  if (origin === undefined || isAddress(origin.host)) return []
  const { scheme, host, port } = origin
  const parent = host.slice(host.indexOf('.') + 1)
  // A name right below a top-level domain has no relatives of its owner.
  if (!parent.replace(/\.$/, '').includes('.')) return []
  const at = (name: string): string => `${scheme}://${name}${port === null ? '' : `:${port}`}`
  return [
    { origin: at(`stranger.${parent}`), fault: 'matches-subdomains' },
    { origin: at(`stranger${parent}`), fault: 'matches-suffix' },
  ]
}
