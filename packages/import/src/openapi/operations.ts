/**
 * The operations of a description, each with where it answers and what it needs.
 *
 * @module
 */
import { isToken } from '@marque/core'
import {
  child,
  entries,
  isMapping,
  items,
  type Part,
  report,
  type Source,
  textOf,
} from '../document/part.ts'
import { shorten } from '../findings/found.ts'
import type { ApiOperation, ApiPlace, Marks } from './api.ts'
import { canBeSet, readExposedHeaders, readRequestHeaders } from './headers.ts'
import { readMarks } from './marks.ts'
import { readTemplate } from './paths.ts'
import { follow } from './references.ts'
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

/** Methods that no grant is for: a layer answers preflights itself, and no browser sends TRACE or CONNECT. */
const NOT_GRANTED = /^(?:OPTIONS|TRACE|TRACK|CONNECT)$/i

/** What holds for the whole document. */
export interface Surroundings {
  readonly servers: readonly Server[]
  readonly marks: Marks
}

/** Reads all operations, in the order of the description. What is skipped or for no browser is left out. */
export function readOperations(source: Source, around: Surroundings): readonly ApiOperation[] {
  const paths = child(source, source.root, 'paths')
  if (paths !== undefined && !isMapping(source, paths))
    misplaced(source, paths, '`paths`', 'a mapping')
  return entries(source, paths).flatMap(([path, part]) =>
    path.startsWith('x-') ? [] : readPathItem(source, path, part, around),
  )
}

function readPathItem(
  source: Source,
  path: string,
  part: Part,
  around: Surroundings,
): readonly ApiOperation[] {
  const item = follow(source, part)
  if (item === undefined) return []
  if (!isMapping(source, item)) {
    misplaced(source, part, `the path \`${shorten(path)}\``, 'a mapping')
    return []
  }
  const holders = item === part ? [part] : [item, part]
  const marks = holders.reduce((above, holder) => readMarks(source, holder, above), around.marks)
  const servers = readServers(source, item)
  const written = [
    ...entries(source, item).filter(([key]) => METHODS.has(key)),
    ...entries(source, child(source, item, 'additionalOperations')),
  ]
  return written.flatMap(([key, operation]) => {
    const method = METHODS.has(key) ? key.toUpperCase() : key
    if (!isMapping(source, operation)) {
      misplaced(source, operation, `the operation \`${shorten(key)}\``, 'a mapping')
      return []
    }
    if (!isToken(method) || NOT_GRANTED.test(method)) {
      report(source, operation, {
        code: 'MQ-816',
        message: `\`${shorten(method)}\` is no method that a grant is for`,
      })
      return []
    }
    const own = readMarks(source, operation, marks)
    if (own.skip) return []
    return [readOperation(source, { path, method, item, operation, marks: own }, servers, around)]
  })
}

function readOperation(
  source: Source,
  written: { path: string; method: string; item: Part; operation: Part; marks: Marks },
  ofPath: readonly Server[] | undefined,
  around: Surroundings,
): ApiOperation {
  const { path, method, item, operation, marks } = written
  const own = readServers(source, operation) ?? ofPath
  const places = new Map<string, ApiPlace>()
  let wider = false
  for (const { host, base } of placesOf(own, around.servers)) {
    const read = readTemplate(base + path)
    if (read.path === null) {
      report(
        source,
        operation,
        {
          code: 'MQ-810',
          message: `\`${shorten(base + path)}\` can be said by no pattern: ${read.why}`,
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
          message: `\`${shorten(base + path)}\` is covered by \`${shorten(read.path)}\`: ${read.wider}`,
        },
        path,
      )
    }
    places.set(`${host} ${read.path}`, { host, path: read.path })
  }
  const { login, headers, credentials } = readSecurity(source, operation)
  const requestHeaders = readRequestHeaders(source, item, operation)
  return {
    pointer: operation.pointer,
    position: source.position(operation.at),
    method,
    path,
    places: [...places.values()],
    wider,
    login,
    credentials,
    requestHeaders: [...new Set([...requestHeaders, ...headers.filter(canBeSet)])].sort(),
    exposeHeaders: [...readExposedHeaders(source, operation)].sort(),
    tag:
      items(source, child(source, operation, 'tags')).map((tag) => textOf(source, tag))[0] ?? null,
    marks,
  }
}

/**
 * Hosts and base paths. A host is only named where it says something: for servers that an operation has to itself, and where
 * servers of the document differ in their base paths.
 */
function placesOf(
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

function misplaced(source: Source, part: Part, what: string, wanted: string): void {
  report(source, part, { code: 'MQ-806', message: `${what} is not ${wanted}` })
}
