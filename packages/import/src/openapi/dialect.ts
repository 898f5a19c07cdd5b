/**
 * The versions of the format: where each keeps servers, security schemes and the types of bodies.
 *
 * @module
 */
import { child, type DocumentNode, entries, items, type Source, textOf } from '../document/index.ts'
import { resolvedChild, resolveReference } from './resolve-reference.ts'
import { basePath, publicServers, readServers, readServerUrl, type Server } from './servers.ts'

/** What differs between the versions. */
export interface Dialect {
  /** The servers of the document; `undefined` where it names none. */
  readonly servers: (source: Source) => readonly Server[] | undefined
  /** The security schemes by name. */
  readonly securitySchemes: (source: Source) => DocumentNode | undefined
  /** The media types of the body of an operation. */
  readonly bodyTypes: (
    source: Source,
    pathItem: DocumentNode,
    operation: DocumentNode,
  ) => readonly string[]
}

/** OpenAPI 3.0 to 3.2. */
export const OPENAPI_3: Dialect = {
  servers: (source) => readServers(source, source.root),
  securitySchemes: (source) =>
    resolvedChild(source, resolvedChild(source, source.root, 'components'), 'securitySchemes'),
  bodyTypes: (source, _, operation) => {
    const body = resolvedChild(source, operation, 'requestBody')
    return entries(source, resolvedChild(source, body, 'content')).map(([type]) => type)
  },
}

/** Swagger 2.0. */
export const SWAGGER_2: Dialect = {
  servers: readHost,
  securitySchemes: (source) => resolvedChild(source, source.root, 'securityDefinitions'),
  bodyTypes: (source, pathItem, operation) => {
    const kinds = [pathItem, operation].flatMap((holder) =>
      items(source, resolvedChild(source, holder, 'parameters')).map((one) => {
        const parameter = resolveReference(source, one)
        return parameter && textOf(source, child(source, parameter, 'in'))
      }),
    )
    if (!kinds.includes('body') && !kinds.includes('formData')) return []
    const types = items(
      source,
      child(source, operation, 'consumes') ?? child(source, source.root, 'consumes'),
    ).flatMap((type) => textOf(source, type) ?? [])
    // Without `consumes` tools send JSON bodies and URL-encoded forms.
    if (types.length > 0) return types
    return kinds.includes('body') ? ['application/json'] : []
  },
}

/** `schemes`, `host` and `basePath`. */
function readHost(source: Source): readonly Server[] | undefined {
  const { root } = source
  const at = child(source, root, 'host')
  const host = textOf(source, at)
  const base = textOf(source, child(source, root, 'basePath')) ?? ''
  if (at === undefined || host === undefined) {
    return base === '' ? undefined : [{ origin: null, host: null, base: basePath(base) }]
  }
  const given = items(source, child(source, root, 'schemes')).flatMap(
    (scheme) => textOf(source, scheme) ?? [],
  )
  // `ws` and `wss` are the schemes of WebSockets at the same origins.
  const schemes = given.map((scheme) => scheme.toLowerCase().replace(/^ws/, 'http'))
  return publicServers(
    [...new Set(schemes.length > 0 ? schemes : ['https'])].flatMap((scheme) =>
      readServerUrl(source, at, `${scheme}://${host}${basePath(base)}`, new Map()),
    ),
  )
}
