/**
 * Help for a denied request that names what is not granted, and what the same origin may send instead (D19).
 *
 * It tells an origin only about itself: grants that are in force for this origin at this address. Not other origins, sets, tenants or dates.
 *
 * @module
 */
import { evaluationInputOf, frontOf, RequestInput, versionOf, whyUnfit } from '../decide/index.ts'
import { checkNames, linesOf, readFields, trimSpace } from '../headers/index.ts'
import { normalizeHost, splitTarget } from '../path/index.ts'
import type { PreparedGrant, PreparedPolicy } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import type { Reason } from '../reasons.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'

/** A denied request, and what is known of it. */
export interface DeniedRequest {
  readonly policy: PreparedPolicy
  readonly request: RequestFacts
  /** Of the decision. */
  readonly tenant: string | null
  readonly moment: Moment
}

/** Methods that are tried where no resource matches the method of the request. */
const USUAL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Most names of a list in a text. */
const MOST = 8

/** @returns Null where there is nothing to say but the general help of the reason. */
export function denialHelp(reason: Reason, denied: DeniedRequest): string | null {
  switch (reason) {
    case 'method-not-granted':
      return methodHelp(denied, methodsOf(denied))
    case 'resource-unmatched':
      return methodHelp(denied, USUAL_METHODS) ?? versionInPathHelp(denied)
    case 'headers-not-granted':
      return headerHelp(denied)
    case 'credentials-not-granted':
      return authorizationHelp(denied)
    case 'condition-unmet':
      return versionHelp(denied)
    case 'path-ambiguous':
      return userInformationHelp(denied) ?? hostHelp(denied)
    default:
      return null
  }
}

function methodHelp(denied: DeniedRequest, candidates: readonly string[]): string | null {
  const asked = methodOf(denied)
  const granted = candidates.filter((method) => grantFor(denied, { method }) !== null)
  if (granted.length === 0) return null
  const upper = asked.toUpperCase()
  if (asked !== upper && granted.includes(upper)) {
    return `${quote(asked)} is not granted, ${quote(upper)} is: methods are case-sensitive`
  }
  return `${quote(asked)} is not granted to this origin here; granted: ${quoteAll(granted, MOST)}`
}

/** The methods of all grants of the resource. */
function methodsOf(denied: DeniedRequest): readonly string[] {
  const { resource } = inputFor(denied, denied.request) ?? {}
  return [...new Set(resource?.grants.flatMap(({ grant }) => grant.methods))]
}

function headerHelp(denied: DeniedRequest): string | null {
  const prepared = grantFor(denied, { method: methodOf(denied) })
  if (prepared === null) return null
  const asked = linesOf(denied.request.headers, 'access-control-request-headers')
    .flatMap((line) => line.split(','))
    .map((name) => trimSpace(name).toLowerCase())
  const missing = [...new Set(asked)].filter(
    (name) => name !== '' && checkNames([name], prepared.requestHeaders) !== 'covered',
  )
  if (missing.length === 0) return null
  const { requestHeaders } = prepared.grant
  const granted =
    requestHeaders.length === 0
      ? 'no request header is'
      : `granted: ${quoteAll(requestHeaders, MOST)}${requestHeaders.includes('*') ? ', which does not cover `authorization`' : ''}`
  const what =
    missing.length === 1
      ? 'is not granted as a request header'
      : 'are not granted as request headers'
  return `${quoteAll(missing, MOST)} ${what} to this origin here; ${granted}`
}

/** Where `credentials: 'omit'` does not help. */
function authorizationHelp({ request }: DeniedRequest): string | null {
  const { authorization, cookie } = readFields(request.headers)
  if (!authorization || cookie) return null
  return 'the Authorization header is not granted to this origin here: send the request without it'
}

/** The API version of the request, where only another one is granted. */
function versionHelp(denied: DeniedRequest): string | null {
  const input = inputFor(denied, denied.request)
  if (input?.resource == null) return null
  const source = denied.policy.bundle.context.apiVersion
  const isInPath = source !== undefined && 'path' in source
  // The route has only versions that a condition names.
  const asked = isInPath
    ? versionAt(source.path, denied.request.url)
    : versionOf(source, {
        sources: denied.policy.bundle.context,
        request: input.request,
        tenant: null,
      })
  const wanted = input.resource.grants.flatMap((prepared) => {
    const unfit = whyUnfit(prepared, input)
    const versions = prepared.grant.when?.apiVersion ?? []
    const isOther = asked == null || !versions.includes(asked)
    return (isInPath ? unfit === 'condition-unmet' : unfit === null && isOther) ? versions : []
  })
  return wanted.length === 0 ? null : versionText(asked ?? null, wanted)
}

/** The segment of a URL that a template such as `/{apiVersion}/**` names; null where the path is another one. */
function versionAt(template: string, url: string): string | null {
  const parts = template.split('/')
  const at = parts.findIndex((part) => part.startsWith('{'))
  const [path = ''] = url.replace(ORIGIN_OF_URL, '').split(/[?#]/)
  const segments = path.split('/')
  const isOfTemplate = parts.slice(0, at).every((part, index) => part === segments[index])
  return (isOfTemplate && segments[at]) || null
}

const ORIGIN_OF_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i

function userInformationHelp({ request }: DeniedRequest): string | null {
  const [origin = ''] = ORIGIN_OF_URL.exec(request.url) ?? []
  return origin.includes('@') ? 'remove the user information (`user:password@`) from the URL' : null
}

/** Where `Host` is the cause (D2). */
function hostHelp({ request: { url, headers } }: DeniedRequest): string | null {
  const lines = linesOf(headers, 'host')
  const { host } = splitTarget(url)
  const [named = ''] = lines
  if (lines.length > 1) {
    return `send one \`Host\`: the request has ${lines.length}, and servers read different ones`
  }
  if (host === undefined) {
    const [origin = ''] = ORIGIN_OF_URL.exec(url) ?? []
    const authority = origin.slice(origin.indexOf('://') + 3)
    if (authority === '') return 'send `Host` with the host of the URL: the request names no host'
    return `${quote(authority)} in \`Host\` or in the URL is no valid host: expected a name or an address, and a port from 1 to 65535`
  }
  const scheme = url.slice(0, url.indexOf('://')).toLowerCase()
  if (lines.length === 0 || normalizeHost(named, scheme) === host) return null
  return `send \`Host\` with the host of the URL: the URL has ${quote(host)}, \`Host\` has ${quote(named)}; a proxy in front may have changed one of them`
}

/** The version in a path that no resource has, where the same path with another version is granted. */
function versionInPathHelp(denied: DeniedRequest): string | null {
  const { url } = denied.request
  const found = /\/(v[0-9][a-z0-9.-]*)(?=[/?]|$)/i.exec(url)
  if (found === null) return null
  const [whole, asked = ''] = found
  const granted = versionsIn(denied.policy).filter((version) => {
    const other = `${url.slice(0, found.index)}/${version}${url.slice(found.index + whole.length)}`
    return grantFor(denied, { method: methodOf(denied), url: other }) !== null
  })
  return granted.length === 0 ? null : versionText(asked, granted)
}

const versions = new WeakMap<PreparedPolicy, readonly string[]>()

/** Segments of paths that look like versions: `v1`. Collected once for each policy. */
function versionsIn(policy: PreparedPolicy): readonly string[] {
  const known = versions.get(policy)
  if (known !== undefined) return known
  const segments = policy.bundle.resources.flatMap(({ match }) =>
    match.flatMap(({ path }) => path.split('/')),
  )
  const found = [...new Set(segments)].filter((segment) => /^v[0-9]/.test(segment)).slice(0, MOST)
  versions.set(policy, found)
  return found
}

function versionText(asked: string | null, granted: readonly string[]): string {
  const what = asked === null ? 'a request without an API version' : `API version ${quote(asked)}`
  return `${what} is not granted to this origin here; granted: ${quoteAll([...new Set(granted)].sort(), MOST)}`
}

/** The grant for a request of the same origin; null where none fits. */
function grantFor(
  denied: DeniedRequest,
  { method, url = denied.request.url }: { readonly method: string; readonly url?: string },
): PreparedGrant | null {
  const { origin } = readFields(denied.request.headers)
  const input = inputFor(denied, { method, url, headers: [['Origin', origin]] })
  return input?.resource?.grants.find((each) => whyUnfit(each, input) === null) ?? null
}

/** Null where the request leads nowhere or to an unknown tenant. */
function inputFor({ policy, tenant, moment }: DeniedRequest, request: RequestFacts) {
  const context: Context = tenant === null ? {} : { tenant }
  const fields = readFields(request.headers)
  const front = frontOf(policy, request, fields, context)
  const { where, method } = front
  if (typeof where === 'string' || where.tenantUnknown) return null
  const judged = new RequestInput(policy, request, fields, method, context, moment)
  return evaluationInputOf(policy, front, where, judged, false)
}

function methodOf({ request }: DeniedRequest): string {
  const { requestMethods, requestMethod } = readFields(request.headers)
  return request.method === 'OPTIONS' && requestMethods === 1 ? requestMethod : request.method
}
