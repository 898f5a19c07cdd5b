/**
 * The operations of a description: endpoints, security, headers.
 *
 * @module
 */
import { isToken } from '@marque/core'
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
import type { ApiEndpoint, ApiOperation, Extension } from './api.ts'
import { readExtension } from './extension.ts'
import { canBeSet, readExposedHeaders, readRequestHeaders } from './headers.ts'
import { readTemplate } from './read-template.ts'
import { resolveReference } from './resolve-reference.ts'
import { readSecurity } from './security.ts'
import { readServers, type Server } from './servers.ts'

/** The keys of a path item that are operations; `query` since OpenAPI 3.2. */
const METHODS: ReadonlySet<string> = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
])

/** Methods that cannot be granted: layers answer OPTIONS preflights, and browsers never send TRACE or CONNECT. */
const NOT_GRANTABLE = /^(?:OPTIONS|TRACE|TRACK|CONNECT)$/i

/** The values that the document sets for all operations. */
export interface ApiDefaults {
  readonly servers: readonly Server[]
  readonly extension: Extension
}

/** Reads all operations in document order, without skipped ones and those that cannot be granted. */
export function readOperations(source: Source, defaults: ApiDefaults): readonly ApiOperation[] {
  const paths = child(source, source.root, 'paths')
  if (paths !== undefined && !isMapping(source, paths))
    wrongKind(source, paths, '`paths`', 'a mapping')
  return entries(source, paths).flatMap(([path, part]) =>
    path.startsWith('x-') ? [] : readPathItem(source, path, part, defaults),
  )
}

function readPathItem(
  source: Source,
  path: string,
  part: DocumentNode,
  defaults: ApiDefaults,
): readonly ApiOperation[] {
  const item = resolveReference(source, part)
  if (item === undefined) return []
  if (!isMapping(source, item)) {
    wrongKind(source, part, `the path \`${shorten(path)}\``, 'a mapping')
    return []
  }
  const holders = item === part ? [part] : [item, part]
  const extension = holders.reduce(
    (above, holder) => readExtension(source, holder, above),
    defaults.extension,
  )
  const servers = readServers(source, item)
  const written = [
    ...entries(source, item).filter(([key]) => METHODS.has(key)),
    ...entries(source, child(source, item, 'additionalOperations')),
  ]
  return written.flatMap(([key, operation]) => {
    const method = METHODS.has(key) ? key.toUpperCase() : key
    if (!isMapping(source, operation)) {
      wrongKind(source, operation, `the operation \`${shorten(key)}\``, 'a mapping')
      return []
    }
    if (!isToken(method) || NOT_GRANTABLE.test(method)) {
      report(source, operation, {
        code: 'MQ-816',
        message: `the method \`${shorten(method)}\` cannot be granted`,
      })
      return []
    }
    const own = readExtension(source, operation, extension)
    if (own.skip) return []
    return [
      readOperation(source, { path, method, item, operation, extension: own }, servers, defaults),
    ]
  })
}

function readOperation(
  source: Source,
  written: {
    path: string
    method: string
    item: DocumentNode
    operation: DocumentNode
    extension: Extension
  },
  ofPath: readonly Server[] | undefined,
  defaults: ApiDefaults,
): ApiOperation {
  const { path, method, item, operation, extension } = written
  const own = readServers(source, operation) ?? ofPath
  const endpoints = new Map<string, ApiEndpoint>()
  let wider = false
  for (const { host, base } of endpointsOf(own, defaults.servers)) {
    const read = readTemplate(base + path)
    if (read.path === null) {
      report(
        source,
        operation,
        {
          code: 'MQ-810',
          message: `no path pattern matches \`${shorten(base + path)}\`: ${read.why}`,
        },
        path,
      )
      continue
    }
    if (read.wider !== null) {
      wider = true
      report(
        source,
        operation,
        {
          code: 'MQ-809',
          message: `\`${shorten(base + path)}\` becomes the wider pattern \`${shorten(read.path)}\`: ${read.wider}`,
        },
        path,
      )
    }
    endpoints.set(`${host} ${read.path}`, { host, path: read.path })
  }
  const { login, headers, credentials } = readSecurity(source, operation)
  const requestHeaders = readRequestHeaders(source, item, operation)
  return {
    pointer: operation.pointer,
    position: source.position(operation.offset),
    method,
    path,
    endpoints: [...endpoints.values()],
    wider,
    login,
    credentials,
    requestHeaders: [...new Set([...requestHeaders, ...headers.filter(canBeSet)])].sort(),
    exposeHeaders: [...readExposedHeaders(source, operation)].sort(),
    tag:
      items(source, child(source, operation, 'tags')).map((tag) => textOf(source, tag))[0] ?? null,
    extension,
  }
}

/**
 * Hosts and base paths. A host is given only where it matters: for servers of the operation itself, and where the servers of the document
 * have different base paths.
 */
function endpointsOf(
  own: readonly Server[] | undefined,
  servers: readonly Server[],
): readonly { readonly host: string | null; readonly base: string }[] {
  if (own !== undefined) return own.map(({ host, base }) => ({ host, base }))
  const bases = new Set(servers.map(({ base }) => base))
  if (bases.size === 1) return [...bases].map((base) => ({ host: null, base }))
  const hosts = new Set(servers.map(({ host }) => host))
  if (hosts.size === 1) return [...bases].map((base) => ({ host: null, base }))
  return servers.map(({ host, base }) => ({ host, base }))
}

function wrongKind(source: Source, part: DocumentNode, what: string, expected: string): void {
  report(source, part, { code: 'MQ-806', message: `${what} must be ${expected}` })
}
