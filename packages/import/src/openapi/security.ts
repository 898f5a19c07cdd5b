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
  /** Whether every requirement uses credentials that the browser sends itself. */
  readonly credentials: boolean
}

const NOT_DESCRIBED: Security = { login: 'unknown', headers: [], credentials: false }

/** Reads the security of an operation: its own, else the document's. */
export function readSecurity(source: Source, operation: DocumentNode): Security {
  const list = child(source, operation, 'security') ?? child(source, source.root, 'security')
  if (list === undefined || !isList(source, list)) return NOT_DESCRIBED
  const requirements = items(source, list)
  if (requirements.length === 0) return { login: 'none', headers: [], credentials: false }
  const headers = new Set<string>()
  let withoutLogin = 0
  let withCredentials = 0
  for (const requirement of requirements) {
    const transports = entries(source, requirement).map(([name, at]) =>
      transportOf(source, name, at),
    )
    if (transports.length === 0) withoutLogin++
    if (transports.some(({ credentials }) => credentials)) withCredentials++
    for (const { header } of transports) if (header !== null) headers.add(header)
  }
  const login =
    withoutLogin === 0 ? 'required' : withoutLogin === requirements.length ? 'none' : 'optional'
  const logins = requirements.length - withoutLogin
  return {
    login,
    headers: [...headers].sort(),
    credentials: logins > 0 && withCredentials === logins,
  }
}

const SCHEMES = '#/components/securitySchemes/'
const UNKNOWN: Transport = { header: null, credentials: false }

function transportOf(source: Source, name: string, at: DocumentNode): Transport {
  const schemes = child(source, source.root, 'components')
  const declared = schemes && child(source, schemes, 'securitySchemes')
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
    case 'oauth2':
    case 'openIdConnect':
      return { header: 'authorization', credentials: false }
    case 'mutualTLS':
      return { header: null, credentials: true }
    case 'apiKey':
      if (text('in') === 'cookie') return { header: null, credentials: true }
      return {
        header: text('in') === 'header' ? (text('name')?.toLowerCase() ?? null) : null,
        credentials: false,
      }
    default:
      return UNKNOWN
  }
}
