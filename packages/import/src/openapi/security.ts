/**
 * `security`: whether an operation needs a login, and in what a browser would send it.
 *
 * @module
 */
import {
  child,
  entries,
  isList,
  items,
  type Part,
  report,
  type Source,
  textOf,
} from '../document/part.ts'
import { shorten } from '../findings/found.ts'
import type { Login } from './api.ts'
import { follow } from './references.ts'

/** How a login travels. */
interface Carrier {
  /** The request header that script sets, lower case; null where script sets none. */
  readonly header: string | null
  /** Whether browsers send it by themselves. */
  readonly credentials: boolean
}

export interface Security {
  readonly login: Login
  readonly headers: readonly string[]
  /** Whether each way to log in needs what browsers send by themselves. */
  readonly credentials: boolean
}

const NOBODY_SAYS: Security = { login: 'unknown', headers: [], credentials: false }

/** Reads the security of an operation: its own, else the document's. */
export function readSecurity(source: Source, operation: Part): Security {
  const list = child(source, operation, 'security') ?? child(source, source.root, 'security')
  if (list === undefined || !isList(source, list)) return NOBODY_SAYS
  const ways = items(source, list)
  if (ways.length === 0) return { login: 'none', headers: [], credentials: false }
  const headers = new Set<string>()
  let withoutLogin = 0
  let withCredentials = 0
  for (const way of ways) {
    const carriers = entries(source, way).map(([name, at]) => carrierOf(source, name, at))
    if (carriers.length === 0) withoutLogin++
    if (carriers.some(({ credentials }) => credentials)) withCredentials++
    for (const { header } of carriers) if (header !== null) headers.add(header)
  }
  const login = withoutLogin === 0 ? 'required' : withoutLogin === ways.length ? 'none' : 'optional'
  const logins = ways.length - withoutLogin
  return {
    login,
    headers: [...headers].sort(),
    credentials: logins > 0 && withCredentials === logins,
  }
}

const SCHEMES = '#/components/securitySchemes/'
const UNKNOWN: Carrier = { header: null, credentials: false }

function carrierOf(source: Source, name: string, at: Part): Carrier {
  const schemes = child(source, source.root, 'components')
  const declared = schemes && child(source, schemes, 'securitySchemes')
  // OpenAPI 3.2: a name may be the address of a scheme.
  const key = name.startsWith(SCHEMES) ? name.slice(SCHEMES.length) : name
  const part = declared && child(source, declared, key)
  if (part === undefined) {
    report(
      source,
      at,
      { code: 'MQ-814', message: `no security scheme is named \`${shorten(name)}\`` },
      name,
    )
    return UNKNOWN
  }
  const scheme = follow(source, part)
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
