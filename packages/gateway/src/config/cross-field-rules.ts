/**
 * Rules that span several settings, beyond the schema of each.
 *
 * @module
 */
import type { CommonFile, GatewayFile } from './file-schema.ts'

/** Dividing a limit by the number of processes would be wrong: the system assigns a client's connections to any of them. */
export const SHARED_STORE_REQUIRED: string =
  'rate limits with several processes require a shared store: set `store` to a Redis URL, or use one process'

export interface BrokenRule {
  /** JSON Pointer. */
  readonly path: string
  readonly message: string
}

/** Violations in a gateway file. */
export function brokenGatewayRules(file: GatewayFile): readonly BrokenRule[] {
  return [...brokenIssuerRules(file), ...brokenLimitRules(file)]
}

/** Violations in `authentication`: the issuer that verifies a token must be unambiguous. */
export function brokenIssuerRules({
  authentication = [],
}: Pick<CommonFile, 'authentication'>): readonly BrokenRule[] {
  const seen = new Set<string>()
  const introspected = new Set<string>()
  const broken: BrokenRule[] = []
  authentication.forEach(({ issuer, introspectionUrl, from }, index) => {
    const location = typeof from === 'object' ? `cookie ${from.cookie}` : 'header'
    const name = `${location}\n${issuer}`
    if (seen.has(name)) {
      const message = `duplicate issuer \`${issuer}\` for one token location; list several audiences instead`
      broken.push({ path: `/authentication/${index}/issuer`, message })
    }
    seen.add(name)
    if (introspectionUrl === undefined) return
    if (introspected.has(location)) {
      const message =
        'two issuers would introspect the same tokens; use a different token location (`from`) for each'
      broken.push({ path: `/authentication/${index}/introspectionUrl`, message })
    }
    introspected.add(location)
  })
  return broken
}

function brokenLimitRules({
  rateLimits = [],
  store,
  processes = 1,
}: GatewayFile): readonly BrokenRule[] {
  const broken: BrokenRule[] = []
  rateLimits.forEach(({ per }, index) => {
    if (per !== 0 && !/^0+\D/.test(String(per))) return
    broken.push({
      path: `/rateLimits/${index}/per`,
      message: 'the window must be longer than 0',
    })
  })
  const isShared = store !== undefined && store !== 'memory'
  if (rateLimits.length > 0 && processes > 1 && !isShared) {
    broken.push({ path: '/processes', message: SHARED_STORE_REQUIRED })
  }
  return broken
}
