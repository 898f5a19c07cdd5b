/**
 * The hosts and path patterns of an operation.
 *
 * @module
 */
import { type DocumentNode, report, type Source } from '../document/index.ts'
import { shorten } from '../findings/index.ts'
import type { ApiEndpoint } from './api.ts'
import type { SpanningParameters } from './path-parameters.ts'
import { readTemplate } from './read-template.ts'
import type { Server } from './servers.ts'

export interface Endpoints {
  readonly endpoints: readonly ApiEndpoint[]
  /** Whether a pattern matches more than the path of the description. */
  readonly wider: boolean
}

/**
 * Reads the endpoints of an operation.
 *
 * @param hosts The hosts of the document: a pattern at all of them has no host of its own.
 */
export function readEndpoints(
  source: Source,
  operation: DocumentNode,
  path: string,
  servers: readonly Server[],
  hosts: ReadonlySet<string>,
  spanning: SpanningParameters,
): Endpoints {
  const hostsOf = new Map<string, Set<string | null>>()
  let wider = false
  for (const [base, group] of Map.groupBy(servers, (server) => server.base)) {
    const written = `\`${shorten(base + path)}\``
    const say = (code: 'MQ-809' | 'MQ-810' | 'MQ-832' | 'MQ-847', message: string): void =>
      report(source, operation, { code, message }, path)
    const read = readTemplate(base + path, spanning)
    if (read.path === null) {
      say('MQ-810', `no path pattern matches ${written}: ${read.why}`)
      continue
    }
    if (read.wider !== null) {
      wider = true
      say('MQ-809', `${written} becomes the wider pattern \`${shorten(read.path)}\`: ${read.wider}`)
    }
    if (read.narrower !== null) {
      say(
        'MQ-832',
        `${written} becomes \`${shorten(read.path)}\`, which matches only values without a slash: ${read.narrower}`,
      )
    }
    if (read.isRenamed)
      say(
        'MQ-847',
        `${written} becomes \`${shorten(read.path)}\`: \`{tenant}\` has another meaning`,
      )
    const known = hostsOf.get(read.path) ?? new Set()
    for (const { host } of group) known.add(host)
    hostsOf.set(read.path, known)
  }
  const endpoints = [...hostsOf].flatMap(([pattern, known]) =>
    withoutCommonHosts(known, hosts).map((host) => ({ host, path: pattern })),
  )
  return { endpoints, wider }
}

/** Null in place of the hosts of the document, where all of them are there. */
function withoutCommonHosts(
  known: ReadonlySet<string | null>,
  hosts: ReadonlySet<string>,
): readonly (string | null)[] {
  if (known.has(null)) return [null]
  if (hosts.size === 0 || ![...hosts].every((host) => known.has(host))) return [...known]
  return [null, ...[...known].filter((host) => host !== null && !hosts.has(host))]
}
