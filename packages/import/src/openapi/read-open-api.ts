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
  isMapping,
  LimitExceeded,
  MOST_NODES,
  readDocument,
  report,
  type Source,
  scalarOf,
  textOf,
} from '../document/index.ts'
import { type RawFinding, shorten } from '../findings/index.ts'
import type { Api } from './api.ts'
import { readDocumentExtension } from './extension.ts'
import { readOperations } from './operations.ts'
import { resolveCollisions } from './resolve-collisions.ts'
import { readServers } from './servers.ts'

/** The description, and the findings about it. */
export interface ReadOpenApi {
  /** Null where the document is no OpenAPI description. Incomplete where a finding is an error. */
  readonly api: Api | null
  /** The text, for code frames; invalid UTF-8 is replaced. */
  readonly text: string
  readonly findings: readonly Finding[]
}

/**
 * Reads OpenAPI 3.0, 3.1 or 3.2, YAML or JSON. Never throws; references to other documents are not resolved.
 *
 * @param bytes The file; at most 12 MiB.
 * @param file The name for findings.
 *
 * @example
 * ```ts
 * readOpenApi(new TextEncoder().encode('swagger: "2.0"'), 'api.yaml').findings // MQ-805
 * ```
 */
export function readOpenApi(bytes: Uint8Array, file: string): ReadOpenApi {
  const read = readDocument(bytes)
  if (read.source === null)
    return { api: null, text: read.text, findings: joinFindings(file, read.found) }
  const { source, text } = read
  try {
    const api = isOpenApi(source) ? readApi(source) : null
    return { api, text, findings: joinFindings(file, source.found) }
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error
    report(source, source.root, {
      code: 'MQ-804',
      message: `the description has more than ${MOST_NODES} nodes, with aliases and references resolved`,
    })
    return { api: null, text, findings: joinFindings(file, source.found) }
  }
}

function isOpenApi(source: Source): boolean {
  const { root } = source
  const version = child(source, root, 'openapi')
  if (isMapping(source, root) && /^3\.[012](?:\.|$)/.test(textIn(source, version))) return true
  const swagger = child(source, root, 'swagger')
  if (swagger !== undefined) {
    const message = `unsupported Swagger version ${shorten(textIn(source, swagger))}: OpenAPI 3.0 to 3.2 is supported`
    report(source, swagger, {
      code: 'MQ-805',
      message,
      help: 'convert the document to OpenAPI 3, for example with swagger2openapi',
    })
  } else if (version === undefined) {
    report(source, root, { code: 'MQ-805', message: 'missing key `openapi`' })
  } else {
    const message = `unsupported OpenAPI version \`${shorten(textIn(source, version))}\`: 3.0 to 3.2 is supported`
    report(source, version, { code: 'MQ-805', message })
  }
  return false
}

/** `openapi: 3.1` without quotes is a number. */
function textIn(source: Source, part: DocumentNode | undefined): string {
  const value = part && scalarOf(source, part)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function readApi(source: Source): Api {
  const extension = readDocumentExtension(source)
  const servers = readServers(source, source.root) ?? [{ origin: null, host: null, base: '' }]
  const read = readOperations(source, { servers, extension: extension.defaults })
  const { operations, found } = resolveCollisions(read)
  for (const one of found) source.found.push(one)
  const undescribed = operations.filter(
    ({ login, extension: own }) => login === 'unknown' && own.sensitivity === null,
  )
  if (undescribed.length > 0) {
    source.found.push(withoutSecurity(source, undescribed.length, operations.length))
  }
  const info = child(source, source.root, 'info')
  const contact = info && child(source, info, 'contact')
  return {
    title: (info && textOf(source, child(source, info, 'title'))) ?? 'this API',
    self: extension.self.length > 0 ? extension.self : originsOf(servers),
    contact:
      extension.contact ?? (contact && textOf(source, child(source, contact, 'email'))) ?? null,
    sets: extension.sets,
    operations,
  }
}

function originsOf(servers: readonly { readonly origin: string | null }[]): readonly string[] {
  return [...new Set(servers.flatMap(({ origin }) => origin ?? []))]
}

function withoutSecurity(source: Source, count: number, all: number): RawFinding {
  return {
    code: 'MQ-815',
    path: '',
    position: source.position(source.root.offset),
    message: `${count} of ${all} operations have no \`security\``,
  }
}
