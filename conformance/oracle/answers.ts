/**
 * D18 to D21, D26: what stands on the answer.
 *
 * @module
 */
import type { Grant, HeaderLine } from '@marque/core'
import { hasUnnamedAuthorization, listsWith } from './grants.ts'
import { credentialsTaken, openAnswersWithheld, underLockdown } from './incidents.ts'
import { isOpenToAll, type Question } from './question.ts'
import { methodsFit } from './resources.ts'

const NO_STORE: HeaderLine = ['cache-control', 'no-store']

/**
 * D10: the grant by which everybody gets the same answer, whatever Origin holds; null where this is no such answer. One from which
 * the headers are withheld (ADR 0001, 17), or that script may not read, is none: under `block` it differs by Origin.
 */
function openGrant(question: Question): Grant | null {
  if (
    !isOpenToAll(question.resource) ||
    question.kind === 'preflight' ||
    question.kind === 'websocket'
  )
    return null
  // ADR 0001, 34: while a lockdown denies them to one origin, no cache may keep them for every origin.
  if (question.tenantUnknown || openAnswersWithheld(question)) return null
  const grant = question.resource.grants.find((one) => methodsFit(one.methods, question.method))
  return grant?.read && !hasUnnamedAuthorization(question, grant) ? grant : null
}

/** What every answer of an all-`*` resource carries (D10; ADR 0001, 17). */
export function openHeaders(question: Question): readonly HeaderLine[] {
  const grant = openGrant(question)
  return grant === null ? [] : actualHeaders(question, grant)
}

/** D20. */
export function actualHeaders(question: Question, grant: Grant): readonly HeaderLine[] {
  const allowed = allowOrigin(question, grant)
  const headers: HeaderLine[] = [['access-control-allow-origin', allowed]]
  if (hasCredentials(question, grant)) headers.push(['access-control-allow-credentials', 'true'])
  // D21: an answer that the layer makes also shows when to try again and how to log in.
  const exposed = question.ignoreConditions
    ? [...new Set([...grant.exposeHeaders, 'retry-after', 'www-authenticate'])].sort()
    : grant.exposeHeaders
  if (exposed.length > 0) headers.push(['access-control-expose-headers', exposed.join(', ')])
  if (grant.timing) headers.push(['timing-allow-origin', allowed])
  return headers
}

/** D18. */
export function preflightHeaders(question: Question, grant: Grant): readonly HeaderLine[] {
  const headers: HeaderLine[] = [
    ['access-control-allow-origin', allowOrigin(question, grant)],
    ['access-control-allow-methods', [...grant.methods].sort().join(', ')],
  ]
  if (grant.requestHeaders.length > 0) {
    headers.push(['access-control-allow-headers', grant.requestHeaders.join(', ')])
  }
  if (hasCredentials(question, grant)) headers.push(['access-control-allow-credentials', 'true'])
  headers.push(['access-control-max-age', String(maxAge(question, grant))])
  // ADR 0001, 32.
  if (underLockdown(question)) headers.push(NO_STORE)
  return headers
}

/** ADR 0001, 25. */
export function deniedPreflightHeaders(): readonly HeaderLine[] {
  return [NO_STORE]
}

function allowOrigin(question: Question, grant: Grant): string {
  return grant.any || !('text' in question.origin) ? '*' : question.origin.text
}

function hasCredentials(question: Question, grant: Grant): boolean {
  return grant.credentials && credentialsTaken(question) === null
}

/** D18; ADR 0001, 20: an origin of several sets is granted until the last of their ends. */
function maxAge(question: Question, grant: Grant): number {
  if (underLockdown(question)) return 0
  const { now } = question.moment
  const ends = listsWith(question, grant).map((list) => list.until ?? Number.POSITIVE_INFINITY)
  const listEnd = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends)
  const end = Math.min(grant.until ?? Number.POSITIVE_INFINITY, listEnd)
  return Math.min(grant.maxAge, Math.floor((end - now) / 1000))
}

/** ADR 0001, 26: on every answer of its resource but preflights. */
export function resourcePolicy(question: Question): readonly HeaderLine[] {
  const policy = question.resource?.resourcePolicy ?? null
  return policy === null || question.kind === 'preflight'
    ? []
    : [['cross-origin-resource-policy', policy]]
}

/** D22; ADR 0001, 26: what the policy owns. */
export function removedNames(question: Question): readonly string[] {
  const names: string[] = []
  if (question.resource?.resourcePolicy) names.push('cross-origin-resource-policy')
  if (question.resource?.grants.some((grant) => grant.timing)) names.push('timing-allow-origin')
  return names
}

/** D10, D18, D26; ADR 0001, 6, 28, 30, 32. */
export function varyNames(question: Question): readonly string[] {
  if (question.target !== 'read') return ['Origin']
  if (question.kind === 'preflight') {
    return ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers']
  }
  const names = new Set<string>()
  if (openGrant(question) === null || underLockdown(question)) names.add('Origin')
  if (question.bySecFetchSite) names.add('Sec-Fetch-Site')
  if (question.resource?.isolate) {
    for (const name of ['Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest']) names.add(name)
  }
  const source = question.bundle.context.apiVersion
  const readsVersion = question.resource?.grants.some(
    (grant) => grant.when?.apiVersion !== undefined,
  )
  if (readsVersion && source !== undefined && 'header' in source) names.add(source.header)
  return [...names]
}
