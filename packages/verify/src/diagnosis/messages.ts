/**
 * What happened, in one line: layer, request and origin.
 *
 * @module
 */
import {
  type Facet,
  facetValue,
  fieldsOf,
  missingVary,
  type Observation,
  requestedMethod,
} from '../comparison/index.ts'
import type { Cause } from '../report/index.ts'
import { decisionOf } from './evidence.ts'

/** The smallest probe of a finding, and the parts of its answer that differ. */
export interface Shown {
  readonly observation: Observation
  readonly facet: Facet
}

/** @param layer The name of the layer. */
export function messageFor(cause: Cause, layer: string, { observation, facet }: Shown): string {
  const name = `\`${layer}\``
  const request = `\`${observation.probe.method} ${pathOf(observation)}\``
  const origin = originOf(observation)
  const { answer } = observation
  const status = answer?.status ?? 0
  const got = (each: Facet): string => (answer === null ? '' : facetValue(answer, each))
  switch (cause) {
    case 'unreachable':
      return `${name} answered none of the first probes: ${observation.failure?.message ?? 'no answer'}`
    case 'unsteady':
      return `${name} did not answer some probes: ${observation.failure?.message ?? 'too many pauses'}`
    case 'replicas-differ':
      return `${name} answers the same request in two ways: ${request} from ${origin}`
    case 'cache-mixed':
      return `${name} answers ${request} from ${origin} with what it stored for another origin`
    case 'reflects-any-origin':
      return `${name} echoes any origin: ${origin} is allowed at ${request}`
    case 'fixed-origin':
      return `${name} sends \`${got('allow-origin')}\` whoever asks, at ${request} to ${origin}`
    case 'wildcard-with-credentials':
      return `${name} sends \`*\` with \`Access-Control-Allow-Credentials: true\` at ${request}`
    case 'reflects-null':
      return `${name} allows the origin \`null\` at ${request}`
    case 'matches-prefix':
    case 'matches-suffix':
    case 'matches-dot-as-any':
    case 'matches-subdomains':
    case 'ignores-scheme':
    case 'ignores-port':
    case 'ignores-case':
      return `${name} takes ${origin} for ${nearOf(observation)} at ${request}`
    case 'preflight-authenticated':
      return `${name} asks for a login at a granted preflight: ${status} to ${request} for ${wanted(observation)}`
    case 'preflight-redirected':
      return `${name} redirects a granted preflight: ${status} to ${request} for ${wanted(observation)}`
    case 'preflight-not-answered':
      return `${name} refuses a granted preflight: ${status} to ${request} for ${wanted(observation)}`
    case 'preflight-forwarded':
      return `${name} passes a granted preflight to the application: ${request} for ${wanted(observation)}`
    case 'options-hijacked':
      return `${name} answers ${request} like a preflight, which it is not`
    case 'two-authors':
      return `${name} sends CORS headers twice, its own beside those of the application, at ${request} to ${origin}`
    case 'errors-without-headers':
    case 'redirect-without-headers':
    case 'not-modified-without-headers':
      return `${name} leaves out CORS headers on status ${status}, at ${request} to ${origin}`
    case 'vary-lost':
      return `${name} drops ${missing(observation)} from \`Vary\`, which the layer behind sends, at ${request}`
    case 'vary-missing':
      return `${name} answers ${request} without ${missing(observation)} in \`Vary\``
    case 'websocket-open':
      return `${name} accepts a WebSocket of ${origin} at ${request}`
    case 'not-blocked':
      return `${name} answers ${status} to ${request} from ${origin}, which the policy blocks`
    case 'expired-still-granted':
      return `${name} grants ${origin} at ${request} outside the dates of its grant`
    case 'stale-policy':
      return `${name} answers as an older policy does, at ${request} to ${origin}`
    case 'path-confused':
      return `${name} answers ${status} to the ambiguous path of ${request}`
    case 'credentials-leaked':
      return `${name} allows credentials to ${origin} at ${request}, without a grant for them`
    case 'credentials-missing':
      return `${name} does not allow ${origin} the credentials of its grant at ${request}`
    case 'methods-differ':
      return `${name} answers ${request} for ${wanted(observation)} with other methods than granted: \`${got('allow-methods')}\``
    case 'request-headers-differ':
      return `${name} answers ${request} for ${wanted(observation)} with other request headers than granted: \`${got('allow-headers')}\``
    case 'exposed-headers-differ':
      return `${name} exposes other headers than granted at ${request} to ${origin}: \`${got('expose-headers')}\``
    case 'max-age-differs':
      return `${name} sends \`Access-Control-Max-Age\` \`${got('max-age') || 'none'}\` at ${request}, the grant has \`${grantedMaxAge(observation)}\``
    case 'rewritten':
      return `${name} changes \`${headerOf(facet)}\` of the layer behind to \`${got(facet)}\` at ${request}`
    case 'grants-too-much':
      return `${name} lets ${origin} in at ${request}, which the policy denies (${decisionOf(observation)?.reason ?? ''})`
    case 'grants-too-little':
      return `${name} does not let ${origin} in at ${request}, which the policy grants`
    case 'harmless':
      return `${name} deviates at ${request} to ${origin}, without effect in browsers`
    case 'browser-differs':
      return `a browser concludes otherwise than predicted at ${request} of ${name}`
  }
}

/** The path as sent, without the query of the probe; at most 120 characters. */
function pathOf({ probe }: Observation): string {
  const path = probe.url.replace(/^[a-z]+:\/\/[^/?#\\*]*/i, '') || '/'
  return path.length > 120 ? `${path.slice(0, 119)}…` : path
}

function originOf({ probe }: Observation): string {
  return probe.origin.value === null ? 'a request without `Origin`' : `\`${probe.origin.value}\``
}

function nearOf({ probe }: Observation): string {
  const { nearMiss } = probe.origin
  return nearMiss === null ? 'a granted origin' : `\`${nearMiss.of}\``
}

/** What a preflight asks for. */
function wanted(observation: Observation): string {
  const method = requestedMethod(observation.probe)
  return `${method === null ? '' : `\`${method}\` of `}${originOf(observation)}`
}

function missing(observation: Observation): string {
  const { answer } = observation
  const decision = decisionOf(observation)
  const names = answer === null || decision === null ? [] : missingVary(fieldsOf(answer), decision)
  return (names.length === 0 ? ['Origin'] : names).map((name) => `\`${name}\``).join(', ')
}

function grantedMaxAge(observation: Observation): string {
  const lines = decisionOf(observation)?.headers ?? []
  return lines.find(([name]) => name === 'access-control-max-age')?.[1] ?? ''
}

function headerOf(facet: Facet): string {
  switch (facet) {
    case 'resource-policy':
      return 'Cross-Origin-Resource-Policy'
    case 'timing-allow-origin':
      return 'Timing-Allow-Origin'
    default:
      return 'Access-Control-Allow-Origin'
  }
}
