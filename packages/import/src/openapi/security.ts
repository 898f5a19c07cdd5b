/**
 * `security`: whether an operation requires a login, and how a browser sends it.
 *
 * @module
 */
import {
  child,
  type DocumentNode,
  entries,
  isList,
  items,
  report,
  type Source,
  textOf,
} from '../document/index.ts'
import { shorten } from '../findings/index.ts'
import type { Login } from './api.ts'
import type { Dialect } from './dialect.ts'
import { resolveReference } from './resolve-reference.ts'

/** How credentials are sent. */
interface Transport {
  /** The request header that script sets, lower case; null for none. */
  readonly header: string | null
  /** Whether the browser sends them itself: cookies, client certificates. */
  readonly credentials: boolean
}

export interface Security {
  readonly login: Login
  readonly headers: readonly string[]
  /** Whether requirements use credentials that the browser sends itself: every one, some, or none. */
  readonly credentials: 'every' | 'some' | 'none'
}

/** Reads the security of an operation: its own, else the document's. */
export function readSecurity(
  source: Source,
  operation: DocumentNode,
  { securitySchemes }: Dialect,
): Security {
  const list = child(source, operation, 'security') ?? child(source, source.root, 'security')
  if (list === undefined || !isList(source, list))
    return { login: 'unknown', headers: [], credentials: 'none' }
  const requirements = items(source, list)
  const declared = securitySchemes(source)
  const headers = new Set<string>()
  let withoutLogin = 0
  let withCredentials = 0
  for (const requirement of requirements) {
    const transports = entries(source, requirement).map(([name, at]) =>
      transportOf(source, declared, name, at),
    )
    if (transports.length === 0) withoutLogin++
    if (transports.some(({ credentials }) => credentials)) withCredentials++
    for (const { header } of transports) if (header !== null) headers.add(header)
  }
  const logins = requirements.length - withoutLogin
  return {
    login: logins === 0 ? 'none' : withoutLogin === 0 ? 'required' : 'optional',
    headers: [...headers].sort(),
    credentials: withCredentials === 0 ? 'none' : withCredentials === logins ? 'every' : 'some',
  }
}

/** Whether the description has a login by cookie. */
export function hasCookieLogin(source: Source, { securitySchemes }: Dialect): boolean {
  return entries(source, securitySchemes(source)).some(([, part]) => {
    const scheme = resolveReference(source, part)
    return scheme !== undefined && isCookie(source, scheme)
  })
}

/** An API key in a cookie; also one in the field `Cookie`, since Swagger 2.0 has no other way to say it. */
function isCookie(source: Source, scheme: DocumentNode): boolean {
  const text = (field: string): string | undefined => textOf(source, child(source, scheme, field))
  if (text('type') !== 'apiKey') return false
  return (
    text('in') === 'cookie' || (text('in') === 'header' && /^cookie$/i.test(text('name') ?? ''))
  )
}

const SCHEMES = '#/components/securitySchemes/'
const UNKNOWN: Transport = { header: null, credentials: false }

function transportOf(
  source: Source,
  declared: DocumentNode | undefined,
  name: string,
  at: DocumentNode,
): Transport {
  // OpenAPI 3.2: a name may be the URI of a scheme.
  const key = name.startsWith(SCHEMES) ? name.slice(SCHEMES.length) : name
  const part = declared && child(source, declared, key)
  if (part === undefined) {
    report(
      source,
      at,
      { code: 'MQ-814', message: `unknown security scheme \`${shorten(name)}\`` },
      name,
    )
    return UNKNOWN
  }
  const scheme = resolveReference(source, part)
  if (scheme === undefined) return UNKNOWN
  const text = (field: string): string | undefined => textOf(source, child(source, scheme, field))
  switch (text('type')) {
    case 'http':
    // Swagger 2.0.
    case 'basic':
    case 'oauth2':
    case 'openIdConnect':
      return { header: 'authorization', credentials: false }
    case 'mutualTLS':
      return { header: null, credentials: true }
    case 'apiKey':
      if (isCookie(source, scheme)) return { header: null, credentials: true }
      return {
        header: text('in') === 'header' ? (text('name')?.toLowerCase() ?? null) : null,
        credentials: false,
      }
    default:
      return UNKNOWN
  }
}
