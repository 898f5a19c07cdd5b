/**
 * The operations of a description: endpoints, security, headers.
 *
 * @module
 */
import {
  child,
  type DocumentNode,
  entries,
  isMapping,
  items,
  report,
  type Source,
  textOf,
} from '../document/index.ts'
import { shorten } from '../findings/index.ts'
import type { ApiOperation, Extension } from './api.ts'
import type { Dialect } from './dialect.ts'
import { readEndpoints } from './endpoints.ts'
import { readExtension } from './extension.ts'
import { canBeSet, hasOtherType, readHeaderParameters, readResponseHeaders } from './headers.ts'
import { readMethods } from './methods.ts'
import { readSpanningParameters } from './path-parameters.ts'
import { resolvedChild, resolveReference } from './resolve-reference.ts'
import { readSecurity, type Security } from './security.ts'
import { readServers, type Server } from './servers.ts'

/** The values that the document sets for all operations. */
export interface ApiDefaults {
  /** The name of the description. */
  readonly description: string
  readonly dialect: Dialect
  readonly servers: readonly Server[]
  /** The origins of the document. */
  readonly self: ReadonlySet<string>
  /** The hosts of {@link self}. */
  readonly hosts: ReadonlySet<string>
  /** Whether a security scheme of the document is a cookie. */
  readonly cookieLogin: boolean
  readonly extension: Extension
}

/** The operations, and the origins of servers of their own that the document does not have. */
export interface ReadOperations {
  readonly operations: readonly ApiOperation[]
  readonly origins: readonly string[]
}

/** Reads all operations in document order, without skipped ones and those that cannot be granted. */
export function readOperations(source: Source, defaults: ApiDefaults): ReadOperations {
  const paths = resolvedChild(source, source.root, 'paths')
  if (paths !== undefined && !isMapping(source, paths))
    wrongKind(source, paths, '`paths`', 'a mapping')
  const origins = new Set<string>()
  const operations = entries(source, paths).flatMap(([path, part]) =>
    path.startsWith('x-') ? [] : readPathItem(source, path, part, defaults, origins),
  )
  return { operations, origins: [...origins] }
}

/** An operation in the document. */
interface Written {
  readonly path: string
  readonly method: string
  readonly item: DocumentNode
  readonly operation: DocumentNode
  readonly extension: Extension
}

function readPathItem(
  source: Source,
  path: string,
  part: DocumentNode,
  defaults: ApiDefaults,
  origins: Set<string>,
): readonly ApiOperation[] {
  const item = resolveReference(source, part)
  if (item === undefined) return []
  if (!isMapping(source, item)) {
    wrongKind(source, part, `the path \`${shorten(path)}\``, 'a mapping')
    return []
  }
  // Keys beside a reference add to those of its target.
  const holders = item === part ? [part] : [item, part]
  const extension = holders.reduce(
    (above, holder) => readExtension(source, holder, above),
    defaults.extension,
  )
  const ofPath = readServers(source, part) ?? readServers(source, item)
  return readMethods(source, holders).flatMap(({ method, at }) => {
    const operation = resolveReference(source, at)
    if (operation === undefined) return []
    if (!isMapping(source, operation)) {
      wrongKind(source, at, `the operation \`${shorten(method)}\``, 'a mapping')
      return []
    }
    const own = readExtension(source, operation, extension)
    if (own.skip) return []
    const servers = readServers(source, operation) ?? ofPath
    for (const { origin } of servers ?? []) {
      if (origin === null || defaults.self.has(origin) || origins.has(origin)) continue
      origins.add(origin)
      report(source, operation, {
        code: 'MQ-837',
        message: `\`${method} ${shorten(path)}\` is served at \`${shorten(origin)}\``,
      })
    }
    const written = { path, method, item, operation, extension: own }
    return [readOperation(source, written, servers ?? defaults.servers, defaults)]
  })
}

function readOperation(
  source: Source,
  { path, method, item, operation, extension }: Written,
  servers: readonly Server[],
  { description, dialect, hosts, cookieLogin }: ApiDefaults,
): ApiOperation {
  const spanning = readSpanningParameters(source, item, operation)
  const { endpoints, wider } = readEndpoints(source, operation, path, servers, hosts, spanning)
  const security = readSecurity(source, operation, dialect)
  const { names, authorization, cookie } = readHeaderParameters(source, item, operation)
  const { exposed, setsCookie } = readResponseHeaders(source, operation)
  const needsCredentials =
    security.credentials === 'every' || cookie === 'required' || (setsCookie && cookieLogin)
  const requestHeaders = new Set([...names, ...security.headers.filter(canBeSet)])
  if (hasOtherType(dialect.bodyTypes(source, item, operation))) requestHeaders.add('content-type')
  const isPublic = extension.sensitivity === 'public'
  if (!needsCredentials || isPublic)
    reportCookies(source, operation, { security, cookie, setsCookie, isPublic })
  reportOpenLogin(source, operation, security, extension)
  if (authorization && !requestHeaders.has('authorization')) {
    report(source, operation, {
      code: 'MQ-839',
      message: 'the header parameter `Authorization` is ignored, and no security scheme uses it',
    })
  }
  return {
    description,
    file: operation.file.name,
    pointer: operation.pointer,
    position: operation.file.position(operation.offset),
    method,
    path,
    endpoints,
    wider,
    login: security.login,
    credentials: needsCredentials && !isPublic,
    requestHeaders: [...requestHeaders].sort(),
    exposeHeaders: [...exposed].sort(),
    tag:
      items(source, child(source, operation, 'tags')).map((tag) => textOf(source, tag))[0] ?? null,
    extension,
  }
}

/** Reports cookies of an operation that gets no credentials. */
function reportCookies(
  source: Source,
  operation: DocumentNode,
  {
    security,
    cookie,
    setsCookie,
    isPublic,
  }: {
    readonly security: Security
    readonly cookie: 'required' | 'optional' | 'none'
    readonly setsCookie: boolean
    readonly isPublic: boolean
  },
): void {
  const what =
    security.credentials !== 'none'
      ? security.credentials === 'some'
        ? 'a cookie or a client certificate is one of several logins'
        : 'the login is a cookie or a client certificate'
      : cookie !== 'none'
        ? `a cookie is ${cookie === 'required' ? 'a required' : 'an optional'} parameter`
        : setsCookie
          ? 'a response sets a cookie'
          : null
  if (what === null) return
  const why = isPublic ? '`x-marque` makes the endpoint `public`' : 'it may not be needed'
  report(source, operation, {
    code: 'MQ-834',
    message: `${what}, and no credentials are granted: ${why}`,
  })
}

/** Reports an endpoint with a login that `x-marque` opens. */
function reportOpenLogin(
  source: Source,
  operation: DocumentNode,
  { login }: Security,
  { sensitivity, authentication, grants }: Extension,
): void {
  if (login !== 'required' || authentication === 'optional') return
  const any = grants?.some(({ origins }) => origins.includes('*'))
  if (!any && sensitivity !== 'public') return
  report(source, operation, {
    code: 'MQ-835',
    message: `the operation requires a login, and \`x-marque\` ${any ? 'grants it to any origin (`*`)' : 'makes it `public`'}`,
  })
}

function wrongKind(source: Source, part: DocumentNode, what: string, expected: string): void {
  report(source, part, { code: 'MQ-806', message: `${what} must be ${expected}` })
}
