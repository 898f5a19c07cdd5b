/**
 * D18 to D21, D26: what stands on the answer.
 *
 * @module
 */
import type { Grant, HeaderLine } from '@marque/core'
import { type EvaluationInput, isOpenToAll } from './evaluation-input.ts'
import { hasUnnamedAuthorization, listsWith } from './grants.ts'
import { credentialsTaken, openAnswersWithheld, underLockdown } from './incidents.ts'
import { methodsFit } from './patterns.ts'

const NO_STORE: HeaderLine = ['cache-control', 'no-store']

/**
 * D10: the grant by which everybody gets the same answer, whatever Origin holds; null where this is no such answer. One from which
 * the headers are withheld (ADR 0001, 17), or that script may not read, is none: under `block` it differs by Origin.
 */
function openGrant(input: EvaluationInput): Grant | null {
  if (!isOpenToAll(input.resource) || input.kind === 'preflight' || input.kind === 'websocket')
    return null
  // ADR 0001, 34: while a lockdown denies them to one origin, no cache may keep them for every origin.
  if (input.tenantUnknown || openAnswersWithheld(input)) return null
  const grant = input.resource.grants.find((one) => methodsFit(one.methods, input.method))
  return grant?.read && !hasUnnamedAuthorization(input, grant) ? grant : null
}

/** What every answer of an all-`*` resource carries (D10; ADR 0001, 17). */
export function openHeaders(input: EvaluationInput): readonly HeaderLine[] {
  const grant = openGrant(input)
  return grant === null ? [] : actualHeaders(input, grant)
}

/** D20. */
export function actualHeaders(input: EvaluationInput, grant: Grant): readonly HeaderLine[] {
  const allowed = allowOrigin(input, grant)
  const headers: HeaderLine[] = [['access-control-allow-origin', allowed]]
  if (hasCredentials(input, grant)) headers.push(['access-control-allow-credentials', 'true'])
  // D21: an answer that the layer makes also shows when to try again and how to log in.
  const exposed = input.ignoreConditions
    ? [...new Set([...grant.exposeHeaders, 'retry-after', 'www-authenticate'])].sort()
    : grant.exposeHeaders
  if (exposed.length > 0) headers.push(['access-control-expose-headers', exposed.join(', ')])
  if (grant.timing) headers.push(['timing-allow-origin', allowed])
  return headers
}

/** D18. */
export function preflightHeaders(input: EvaluationInput, grant: Grant): readonly HeaderLine[] {
  const headers: HeaderLine[] = [
    ['access-control-allow-origin', allowOrigin(input, grant)],
    ['access-control-allow-methods', [...grant.methods].sort().join(', ')],
  ]
  if (grant.requestHeaders.length > 0) {
    headers.push(['access-control-allow-headers', grant.requestHeaders.join(', ')])
  }
  if (hasCredentials(input, grant)) headers.push(['access-control-allow-credentials', 'true'])
  headers.push(['access-control-max-age', String(maxAge(input, grant))])
  // ADR 0001, 32.
  if (underLockdown(input)) headers.push(NO_STORE)
  return headers
}

/** ADR 0001, 25. */
export function deniedPreflightHeaders(): readonly HeaderLine[] {
  return [NO_STORE]
}

function allowOrigin(input: EvaluationInput, grant: Grant): string {
  return grant.any || !('text' in input.origin) ? '*' : input.origin.text
}

function hasCredentials(input: EvaluationInput, grant: Grant): boolean {
  return grant.credentials && credentialsTaken(input) === null
}

/** D18; ADR 0001, 20: an origin of several sets is granted until the last of their ends. */
function maxAge(input: EvaluationInput, grant: Grant): number {
  if (underLockdown(input)) return 0
  const { now } = input.moment
  const ends = listsWith(input, grant).map((list) => list.until ?? Number.POSITIVE_INFINITY)
  const listEnd = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends)
  const end = Math.min(grant.until ?? Number.POSITIVE_INFINITY, listEnd)
  return Math.min(grant.maxAge, Math.floor((end - now) / 1000))
}

/** ADR 0001, 26: on every answer of its resource but preflights. */
export function resourcePolicy(input: EvaluationInput): readonly HeaderLine[] {
  const policy = input.resource?.resourcePolicy ?? null
  return policy === null || input.kind === 'preflight'
    ? []
    : [['cross-origin-resource-policy', policy]]
}

/** D22; ADR 0001, 26: what the policy owns. */
export function removedNames(input: EvaluationInput): readonly string[] {
  const names: string[] = []
  if (input.resource?.resourcePolicy) names.push('cross-origin-resource-policy')
  if (input.resource?.grants.some((grant) => grant.timing)) names.push('timing-allow-origin')
  return names
}

/** D10, D18, D26; ADR 0001, 6, 28, 30, 32. */
export function varyNames(input: EvaluationInput): readonly string[] {
  if (input.target !== 'read') return ['Origin']
  if (input.kind === 'preflight') {
    return ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers']
  }
  const names = new Set<string>()
  if (openGrant(input) === null || underLockdown(input)) names.add('Origin')
  if (input.bySecFetchSite) names.add('Sec-Fetch-Site')
  if (input.resource?.isolate) {
    for (const name of ['Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest']) names.add(name)
  }
  const source = input.bundle.context.apiVersion
  const readsVersion = input.resource?.grants.some((grant) => grant.when?.apiVersion !== undefined)
  if (readsVersion && source !== undefined && 'header' in source) names.add(source.header)
  return [...names]
}
