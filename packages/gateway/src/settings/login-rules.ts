/**
 * What must hold between the settings of logins and limits, beyond the form of each.
 *
 * @module
 */
import { COUNTED_APART } from '../limits/counted-apart.ts'
import type { CommonFile, GatewayFile } from './file-schema.ts'

export interface BrokenRule {
  /** JSON Pointer. */
  readonly path: string
  readonly message: string
}

/** A token must have one issuer that can be asked about it, and a limit one place where it is counted. */
export function brokenLoginRules(file: GatewayFile): readonly BrokenRule[] {
  return [...brokenIssuerRules(file), ...limitRules(file)]
}

/** A token must have one issuer that can be asked about it. */
export function brokenIssuerRules({
  authentication = [],
}: Pick<CommonFile, 'authentication'>): readonly BrokenRule[] {
  const seen = new Set<string>()
  const asked = new Set<string>()
  const broken: BrokenRule[] = []
  authentication.forEach(({ issuer, introspectionUrl, from }, index) => {
    const place = typeof from === 'object' ? `cookie ${from.cookie}` : 'header'
    const name = `${place}\n${issuer}`
    if (seen.has(name)) {
      const message = `the issuer \`${issuer}\` stands twice for one place; give it several audiences instead`
      broken.push({ path: `/authentication/${index}/issuer`, message })
    }
    seen.add(name)
    if (introspectionUrl === undefined) return
    if (asked.has(place)) {
      const message =
        'two issuers would be asked about the same tokens; give each a place of its own'
      broken.push({ path: `/authentication/${index}/introspectionUrl`, message })
    }
    asked.add(place)
  })
  return broken
}

function limitRules({ rateLimits = [], store, processes = 1 }: GatewayFile): readonly BrokenRule[] {
  const broken: BrokenRule[] = []
  rateLimits.forEach(({ per }, index) => {
    if (per !== 0 && !/^0+\D/.test(String(per))) return
    broken.push({
      path: `/rateLimits/${index}/per`,
      message: 'the window must be longer than nothing',
    })
  })
  const isShared = store !== undefined && store !== 'memory'
  if (rateLimits.length > 0 && processes > 1 && !isShared) {
    broken.push({ path: '/processes', message: COUNTED_APART })
  }
  return broken
}
