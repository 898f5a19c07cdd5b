/**
 * Help for the author of a policy: what layers do not tell origins (D19), and what a change of the policy would do.
 *
 * @module
 */
import type { Bundle, Context, Moment } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import { closestGrant, closestSet, type DecidedRequest } from './closest-grant.ts'
import type { Exchange } from './report.ts'

/**
 * @param publicHelp What a layer says to the origin.
 * @returns The public help where there is nothing to add; never an origin to trust.
 */
export function authorHelp(
  publicHelp: string,
  bundle: Bundle,
  exchange: Exchange,
  context: Context,
  moment: Moment,
): string {
  const { reason } = exchange.decision
  if (reason === 'path-ambiguous') {
    return hasEncodedSlash(exchange.request.url)
      ? `${publicHelp}; for ids that contain \`%2F\`, set \`encodedSlash: data\` on the match`
      : publicHelp
  }
  if (reason !== 'expired' && reason !== 'not-yet-valid') return publicHelp
  return dateHelp(bundle, exchange, [context, moment]) ?? publicHelp
}

/** `%2F`, encoded once or more often, in the path. */
function hasEncodedSlash(url: string): boolean {
  return /%(?:25)*2f/i.test(url.replace(/\?.*$/s, ''))
}

/** Null where no grant by itself gives the reason. */
function dateHelp(
  bundle: Bundle,
  { request, decision }: Exchange,
  args: DecidedRequest['args'],
): string | null {
  const decided: DecidedRequest = { request, decision, args }
  const resource = bundle.resources.find(({ name }) => name === decision.resource)
  const at = resource && closestGrant(bundle, resource, decided)
  const grant = at === undefined ? undefined : resource?.grants[at]
  if (resource === undefined || grant === undefined) return null
  const what = grant.exception === null ? 'the grant' : `the exception \`${grant.exception}\``
  const owner = `ask the owner of the resource \`${resource.name}\``
  if (decision.reason === 'not-yet-valid') {
    if (grant.from === null) return null
    return `${what} starts at ${formatInstant(grant.from)}: wait, or ${owner} to change \`from\``
  }
  const set = closestSet(bundle, resource, grant, decided)
  const list =
    set !== undefined
      ? { name: `the origin set \`${set}\``, until: bundle.sets[set]?.until ?? null }
      : grant.tenant && decision.tenant !== null
        ? {
            name: `the origin list of tenant \`${decision.tenant}\``,
            until: bundle.tenants[decision.tenant]?.until ?? null,
          }
        : null
  const [, { now }] = args
  if (list !== null && list.until !== null && list.until <= now) {
    return `${list.name} ended at ${formatInstant(list.until)}: ask its owner whether to extend it`
  }
  if (grant.until === null) return null
  return `${what} ended at ${formatInstant(grant.until)}: ${owner} whether to extend it`
}
