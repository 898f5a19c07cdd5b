/**
 * Reading of an OpenAPI document.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { joinFindings } from '../catalogue/index.ts'
import {
  child,
  type DocumentNode,
  entries,
  isMapping,
  LimitExceeded,
  MOST_NODES,
  type OpenFile,
  openSource,
  report,
  type Source,
  scalarOf,
  textOf,
} from '../document/index.ts'
import { type RawFinding, shorten } from '../findings/index.ts'
import type { Api, ApiOperation } from './api.ts'
import { type Dialect, OPENAPI_3, SWAGGER_2 } from './dialect.ts'
import { readDocumentExtension } from './extension.ts'
import { hostOf } from './hosts.ts'
import { readOperations } from './operations.ts'
import { resolveCollisions } from './resolve-collisions.ts'
import { hasCookieLogin } from './security.ts'

/** The description, and the findings about it. */
export interface ReadOpenApi {
  /** Null where the document is no OpenAPI description. Incomplete where a finding is an error. */
  readonly api: Api | null
  /** The text of each file by its name in findings, for code frames; invalid UTF-8 is replaced. The given file is the first. */
  readonly texts: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/**
 * Reads OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, YAML or JSON. Never throws, and fetches nothing.
 *
 * @param bytes The file; at most 128 MiB with all files that it refers to, and 24 MiB for one of YAML.
 * @param file The name for findings; names of other files start with its folder.
 * @param openFile Reads a file that the description refers to; without it such a reference is a finding.
 *
 * @example
 * ```ts
 * readOpenApi(new TextEncoder().encode('swagger: "1.2"'), 'api.yaml').findings // MQ-805
 * ```
 */
export function readOpenApi(
  bytes: Uint8Array,
  file: string,
  openFile: OpenFile | null = null,
): ReadOpenApi {
  const { source, found, texts } = openSource(bytes, file, openFile)
  if (source === null) return { api: null, texts, findings: joinFindings(file, found) }
  try {
    const dialect = dialectOf(source)
    const api = dialect === undefined ? null : readApi(source, file, dialect)
    return { api, texts, findings: joinFindings(file, found) }
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error
    report(source, source.root, {
      code: 'MQ-804',
      message: `the description has more than ${MOST_NODES} nodes, with aliases and references resolved`,
    })
    return { api: null, texts, findings: joinFindings(file, found) }
  }
}

function dialectOf(source: Source): Dialect | undefined {
  const { root } = source
  const version = child(source, root, 'openapi')
  if (isMapping(source, root) && /^3\.[012](?:\.|$)/.test(textIn(source, version))) return OPENAPI_3
  const swagger = child(source, root, 'swagger')
  if (/^2(?:\.0)*$/.test(textIn(source, swagger))) return SWAGGER_2
  const [part, name] = swagger === undefined ? [version, 'OpenAPI'] : [swagger, 'Swagger']
  const message =
    part === undefined
      ? 'missing key `openapi`'
      : `unsupported ${name} version \`${shorten(textIn(source, part))}\`: OpenAPI 3.0 to 3.2 and Swagger 2.0 are supported`
  report(source, part ?? root, { code: 'MQ-805', message })
  return undefined
}

/** `openapi: 3.1` without quotes is a number. */
function textIn(source: Source, part: DocumentNode | undefined): string {
  const value = part && scalarOf(source, part)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function readApi(source: Source, file: string, dialect: Dialect): Api {
  const extension = readDocumentExtension(source)
  const written = dialect.servers(source) ?? [{ origin: null, host: null, base: '' }]
  const self = extension.self.length > 0 ? extension.self : originsOf(written)
  const hosts = new Set(self.map(hostOf))
  // `self` in `x-marque` replaces the servers: their hosts do not count.
  const servers = written.map((server) =>
    server.host !== null && hosts.has(server.host)
      ? server
      : { ...server, origin: null, host: null },
  )
  const read = readOperations(source, {
    description: file,
    dialect,
    servers,
    self: new Set(self),
    hosts,
    cookieLogin: hasCookieLogin(source, dialect),
    extension: extension.defaults,
  })
  reportGatewayCors(source)
  reportUnread(source)
  const { operations, found } = resolveCollisions(read.operations)
  for (const one of found) source.found.push(one)
  const undescribed = operations.filter(
    ({ login, extension: own }) => login === 'unknown' && own.sensitivity === null,
  )
  if (undescribed.length > 0) {
    source.found.push(withoutSecurity(source, countWritten(undescribed), countWritten(operations)))
  }
  if (self.length > 0) adviseOnOtherServers(source, self)
  const info = child(source, source.root, 'info')
  const contact = info && child(source, info, 'contact')
  return {
    file,
    title: (info && textOf(source, child(source, info, 'title'))) ?? 'this API',
    self,
    elsewhere: read.origins,
    questions: questionsOf(source),
    contact:
      extension.contact ?? (contact && textOf(source, child(source, contact, 'email'))) ?? null,
    sets: extension.sets,
    operations,
  }
}

/** What the findings leave open for a person to answer. */
function questionsOf({ found }: Source): readonly string[] {
  const servers = found.filter(({ code }) => code === 'MQ-830').map(({ value }) => `\`${value}\``)
  if (servers.length === 0) return []
  return [
    `Which public origins do these servers stand for: ${[...new Set(servers)].join(', ')}? Add them to \`self\`.`,
  ]
}

/** CORS settings of gateways, such as `x-amazon-apigateway-cors`: trust is not taken over from them. */
function reportGatewayCors(source: Source): void {
  for (const [key, part] of entries(source, source.root)) {
    if (!/^x-.*\bcors\b/i.test(key)) continue
    report(source, part, { code: 'MQ-836', message: `\`${shorten(key)}\` is not taken over` })
  }
}

/** Extensions with endpoints or hosts of their own. */
const UNREAD: ReadonlySet<string> = new Set(['x-ms-paths', 'x-ms-parameterized-host'])

function reportUnread(source: Source): void {
  for (const [key, part] of entries(source, source.root)) {
    if (UNREAD.has(key)) report(source, part, { code: 'MQ-849', message: `\`${key}\` is not read` })
  }
}

function originsOf(servers: readonly { readonly origin: string | null }[]): readonly string[] {
  return [...new Set(servers.flatMap(({ origin }) => origin ?? []))]
}

/** The operations that the description has: one for any method counts once. */
function countWritten(operations: readonly ApiOperation[]): number {
  return new Set(operations.map(({ file, pointer }) => `${file} ${pointer}`)).size
}

/** MQ-812 beside a public origin: the server that is left out may need no other one. */
function adviseOnOtherServers({ found }: Source, self: readonly string[]): void {
  const known = self.map((origin) => `\`${shorten(origin)}\``).join(', ')
  const help = `no action is needed if \`self\` is complete with ${known}; otherwise give all of them with \`--self\`, or as \`self\` in \`x-marque\``
  for (const [at, one] of found.entries()) if (one.code === 'MQ-812') found[at] = { ...one, help }
}

function withoutSecurity(source: Source, count: number, all: number): RawFinding {
  return {
    code: 'MQ-815',
    path: '',
    position: source.root.file.position(source.root.offset),
    message: `${count} of ${all} operations have no \`security\``,
  }
}
