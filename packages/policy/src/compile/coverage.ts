/**
 * Which origins and patterns the patterns of one list cover.
 *
 * Patterns are kept by scheme and host, so that asking costs one look-up for each suffix that some pattern has, whatever the number
 * of patterns: a list may hold a million of both.
 *
 * @module
 */
import type { Origin, OriginPattern } from '@marque/core'
import type { ModelOrigin } from '../read/index.ts'

type Port = OriginPattern['port']

interface SchemePatterns {
  /** `scheme://host:*`, by host. */
  readonly hosts: Map<string, Set<Port>>
  /** `scheme://*.host`, by host. */
  readonly suffixes: Map<string, Set<Port>>
  /** Lengths of the hosts in {@link suffixes}: a suffix of another length need not be looked up. */
  readonly suffixLengths: Set<number>
}

/** What a list's patterns cover. */
export interface Coverage {
  /** Whether a pattern matches the origin (D3). */
  coversOrigin(origin: Origin): boolean
  /** Whether another pattern of the list matches every origin that this one matches. */
  coversPattern(pattern: OriginPattern): boolean
}

const NOTHING: Coverage = { coversOrigin: () => false, coversPattern: () => false }

/** Indexes the patterns among `allow`. */
export function coverageOf(allow: readonly ModelOrigin[]): Coverage {
  const schemes = new Map<string, SchemePatterns>()
  for (const { pattern } of allow) if (pattern !== null) add(schemes, pattern)
  if (schemes.size === 0) return NOTHING
  return {
    coversOrigin: ({ scheme, host, port }) => {
      const patterns = schemes.get(scheme)
      if (patterns === undefined) return false
      return holds(patterns.hosts.get(host), port) || coversBelow(patterns, host, port)
    },
    coversPattern: (pattern) => {
      const { scheme, host, port, subdomains } = pattern
      const patterns = schemes.get(scheme)
      if (patterns === undefined) return false
      if (coversBelow(patterns, host, port)) return true
      // What is left is the same host: there, only any port covers more than the pattern itself.
      if (port === 'any') return false
      return (subdomains ? patterns.suffixes : patterns.hosts).get(host)?.has('any') ?? false
    },
  }
}

function add(schemes: Map<string, SchemePatterns>, pattern: OriginPattern): void {
  let patterns = schemes.get(pattern.scheme)
  if (patterns === undefined) {
    patterns = { hosts: new Map(), suffixes: new Map(), suffixLengths: new Set() }
    schemes.set(pattern.scheme, patterns)
  }
  const byHost = pattern.subdomains ? patterns.suffixes : patterns.hosts
  const ports = byHost.get(pattern.host)
  if (ports === undefined) byHost.set(pattern.host, new Set([pattern.port]))
  else ports.add(pattern.port)
  if (pattern.subdomains) patterns.suffixLengths.add(pattern.host.length)
}

/** Whether a `*.` pattern stands for hosts one label or more above `host`'s own first label. */
function coversBelow(patterns: SchemePatterns, host: string, port: Port): boolean {
  const { suffixes, suffixLengths } = patterns
  if (suffixLengths.size === 0) return false
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (!suffixLengths.has(host.length - dot - 1)) continue
    if (holds(suffixes.get(host.slice(dot + 1)), port)) return true
  }
  return false
}

function holds(ports: ReadonlySet<Port> | undefined, port: Port): boolean {
  return ports !== undefined && (ports.has('any') || ports.has(port))
}
