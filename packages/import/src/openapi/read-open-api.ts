/**
 * From the bytes of an OpenAPI document to what a policy needs of it.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import {
  child,
  Exhausted,
  isMapping,
  MOST_PARTS,
  type Part,
  report,
  type Source,
  scalarOf,
  textOf,
} from '../document/part.ts'
import { readDocument } from '../document/read-document.ts'
import { type Found, placeIn, shorten } from '../findings/found.ts'
import type { Api } from './api.ts'
import { readDocumentMarks } from './marks.ts'
import { readOperations } from './operations.ts'
import { readServers } from './servers.ts'
import { settlePlaces } from './settle.ts'

/** What reading yields. */
export interface ReadOpenApi {
  /** Null where there is no description to speak of. With errors among the findings it has gaps. */
  readonly api: Api | null
  /** The text, for code frames; bytes that are not UTF-8 are replaced. */
  readonly text: string
  readonly findings: readonly Finding[]
}

/**
 * Reads OpenAPI 3.0, 3.1 or 3.2, YAML or JSON. Never throws; nothing outside of the document is looked at.
 *
 * @param bytes The file; at most 12 MiB.
 * @param file The name to put into findings.
 *
 * @example
 * ```ts
 * readOpenApi(new TextEncoder().encode('swagger: "2.0"'), 'api.yaml').findings // MQ-805
 * ```
 */
export function readOpenApi(bytes: Uint8Array, file: string): ReadOpenApi {
  const read = readDocument(bytes)
  if (read.source === null)
    return { api: null, text: read.text, findings: placeIn(file, read.found) }
  const { source, text } = read
  try {
    const api = isOpenApi(source) ? readApi(source) : null
    return { api, text, findings: placeIn(file, source.found) }
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error
    report(source, source.root, {
      code: 'MQ-804',
      message: `with its aliases and references the description has more than ${MOST_PARTS} parts`,
    })
    return { api: null, text, findings: placeIn(file, source.found) }
  }
}

function isOpenApi(source: Source): boolean {
  const { root } = source
  const version = child(source, root, 'openapi')
  if (isMapping(source, root) && /^3\.[012](?:\.|$)/.test(textIn(source, version))) return true
  const swagger = child(source, root, 'swagger')
  if (swagger !== undefined) {
    const message = `this is Swagger ${shorten(textIn(source, swagger))}, and OpenAPI 3.0 to 3.2 are read`
    report(source, swagger, {
      code: 'MQ-805',
      message,
      help: 'convert it to OpenAPI 3 first, as with swagger2openapi',
    })
  } else if (version === undefined) {
    report(source, root, { code: 'MQ-805', message: 'the file has no key `openapi`' })
  } else {
    const message = `\`${shorten(textIn(source, version))}\` is no version of OpenAPI that is read: 3.0 to 3.2`
    report(source, version, { code: 'MQ-805', message })
  }
  return false
}

/** People write `openapi: 3.1` without quotes, which is a number. */
function textIn(source: Source, part: Part | undefined): string {
  const value = part && scalarOf(source, part)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function readApi(source: Source): Api {
  const marks = readDocumentMarks(source)
  const servers = readServers(source, source.root) ?? [{ origin: null, host: null, base: '' }]
  const read = readOperations(source, { servers, marks: marks.defaults })
  const { operations, found } = settlePlaces(read)
  for (const one of found) source.found.push(one)
  const silent = operations.filter(
    ({ login, marks: own }) => login === 'unknown' && own.sensitivity === null,
  )
  if (silent.length > 0) source.found.push(silence(source, silent.length, operations.length))
  const info = child(source, source.root, 'info')
  const contact = info && child(source, info, 'contact')
  return {
    title: (info && textOf(source, child(source, info, 'title'))) ?? 'this API',
    self: marks.self.length > 0 ? marks.self : originsOf(servers),
    contact: marks.contact ?? (contact && textOf(source, child(source, contact, 'email'))) ?? null,
    sets: marks.sets,
    operations,
  }
}

function originsOf(servers: readonly { readonly origin: string | null }[]): readonly string[] {
  return [...new Set(servers.flatMap(({ origin }) => origin ?? []))]
}

function silence(source: Source, silent: number, all: number): Found {
  return {
    code: 'MQ-815',
    path: '',
    position: source.position(source.root.at),
    message: `${silent} of ${all} operations say nothing of a login`,
  }
}
