/**
 * `servers`: the public origins and base paths of an API.
 *
 * @module
 */
import { isLoopbackHost, readOrigin } from '@marque/core'
import {
  child,
  type DocumentNode,
  entries,
  items,
  report,
  type Source,
  textOf,
} from '../document/index.ts'
import { shorten } from '../findings/index.ts'
import { resolvedChild, resolveReference } from './resolve-reference.ts'

/** One address of the API. */
export interface Server {
  /** Canonical; null where the description does not say it. */
  readonly origin: string | null
  /** Without port; null where {@link origin} is null. */
  readonly host: string | null
  /** A path template without a final slash, as `/v1`, or empty. */
  readonly base: string
}

/** Server URLs from the variables of one server at most. */
const MOST_SERVERS = 64

/** Reads the servers of a document, a path item or an operation; `undefined` where it has none of its own. */
export function readServers(source: Source, holder: DocumentNode): readonly Server[] | undefined {
  const servers = items(source, resolvedChild(source, holder, 'servers'))
  if (servers.length === 0) return undefined
  const read = servers.flatMap((server) => {
    const part = resolveReference(source, server)
    return part === undefined ? [] : readServer(source, part)
  })
  return publicServers(read)
}

/** Servers without duplicates. The base path of one whose origin is unknown counts only where no origin is known. */
export function publicServers(servers: readonly Server[]): readonly Server[] {
  const known = servers.filter(({ origin }) => origin !== null)
  const unique = new Map(
    (known.length > 0 ? known : servers).map((server) => [
      JSON.stringify([server.origin, server.base]),
      server,
    ]),
  )
  return [...unique.values()]
}

/** The values of a variable, the default first. */
interface Variable {
  readonly values: readonly string[]
  /** Whether they are all of its values. */
  readonly isClosed: boolean
}

function readServer(source: Source, part: DocumentNode): readonly Server[] {
  const written = child(source, part, 'url')
  const url = textOf(source, written)
  if (url === undefined || written === undefined) {
    report(source, part, { code: 'MQ-806', message: 'the server has no `url`' })
    return []
  }
  const variables = new Map(
    entries(source, child(source, part, 'variables')).map(([name, variable]) => [
      name,
      readVariable(source, variable),
    ]),
  )
  return readServerUrl(source, written, url, variables)
}

function readVariable(source: Source, variable: DocumentNode): Variable {
  const given = items(source, child(source, variable, 'enum')).flatMap(
    (one) => textOf(source, one) ?? [],
  )
  const usual = textOf(source, child(source, variable, 'default'))
  const values = new Set([...(usual === undefined ? [] : [usual]), ...given])
  return { values: [...values], isClosed: given.length > 0 }
}

/**
 * Reads a server URL.
 *
 * A host that a variable without `enum` is part of is known by its default, if that is a domain name (a finding either way).
 *
 * @param at Its place, for findings.
 */
export function readServerUrl(
  source: Source,
  at: DocumentNode,
  url: string,
  variables: ReadonlyMap<string, Variable>,
): readonly Server[] {
  const open = openVariables(url, variables)
  return expand(source, at, url, variables).map((text) => {
    const server = readUrl(text)
    const isKnown =
      server.origin !== null &&
      (open.length === 0 || (server.host?.includes('.') && !/[{}]/.test(server.host)))
    if (open.length > 0) {
      const names = open.map((name) => `\`${shorten(name)}\``).join(', ')
      const outcome = isKnown
        ? `only \`${shorten(server.origin ?? '')}\` is used`
        : 'its origin is unknown'
      const message = `the server \`${shorten(url)}\` has a variable without \`enum\` in its origin (${names}): ${outcome}`
      report(source, at, { code: 'MQ-830', message }, url)
    } else if (server.problem !== null) {
      const message = `the server \`${shorten(text)}\` ${server.problem}`
      report(source, at, { code: 'MQ-812', message }, text)
    }
    for (const name of openPathVariables(url, variables)) {
      const message = `the server \`${shorten(url)}\` has a variable without \`enum\` in its path (\`${shorten(name)}\`): only \`${shorten(server.base)}\` is used`
      report(source, at, { code: 'MQ-848', message }, url)
    }
    const { origin, host, base } = server
    return isKnown ? { origin, host, base } : { origin: null, host: null, base }
  })
}

/** The variables of scheme, host and port whose values are not all known. */
function openVariables(url: string, variables: ReadonlyMap<string, Variable>): readonly string[] {
  const authority = /^(?:(?:[^/?#]*:)?\/\/)?[^/?#]*/.exec(url)?.[0] ?? ''
  if (!authority.includes('//') && !url.startsWith('{')) return []
  return [...authority.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => {
      const variable = variables.get(name)
      return (
        !variable?.isClosed && !variable?.values.some((value) => value === '' || value[0] === '/')
      )
    })
}

/** The variables of the path that a default stands for although they may have other values; one that starts with a slash is a whole base path. */
function openPathVariables(
  url: string,
  variables: ReadonlyMap<string, Variable>,
): readonly string[] {
  const path = /^(?:(?:[^/?#]*:)?\/\/[^/?#]*|\{[^{}]*\})?([^?#]*)/.exec(url)?.[1] ?? ''
  return [...path.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => {
      const variable = variables.get(name)
      const [usual = ''] = variable?.values ?? []
      return variable?.isClosed === false && usual !== '' && usual[0] !== '/'
    })
}

/** All combinations of the variables, the defaults first. */
function expand(
  source: Source,
  at: DocumentNode,
  url: string,
  variables: ReadonlyMap<string, Variable>,
): readonly string[] {
  let texts = [url]
  for (const [name, { values }] of variables) {
    const placeholder = `{${name}}`
    if (values.length === 0 || !url.includes(placeholder)) continue
    texts = texts.flatMap((text) =>
      values.map((value) => text.replaceAll(placeholder, () => value)),
    )
    if (texts.length > MOST_SERVERS) {
      const message = `the server \`${shorten(url)}\` has more than ${MOST_SERVERS} combinations of its variables; the others are left out`
      report(source, at, { code: 'MQ-831', message }, url)
      texts = texts.slice(0, MOST_SERVERS)
    }
  }
  return texts
}

/** A server; `problem` says why its origin is not a public one. */
function readUrl(text: string): Server & { readonly problem: string | null } {
  // RFC 3986, 4.2: a network-path reference names a host, and the scheme is that of the description.
  const url = text.startsWith('//') ? `https:${text}` : text
  const absolute = /^([A-Za-z][A-Za-z0-9+.-]*|\{[^{}]*\}):\/\/([^/?#]*)([^?#]*)/.exec(url)
  // `{server}/v1`: the variable holds the origin.
  const behind = /^\{[^{}/]*\}(.*)$/s.exec(url)
  const base = basePath(absolute?.[3] ?? behind?.[1] ?? url)
  const unknown = { origin: null, host: null, base }
  if (absolute === null) {
    return { ...unknown, problem: 'is relative: its origin is that of the description' }
  }
  const origin = canonical(`${absolute[1]}://${absolute[2]}`)
  if (origin === undefined) return { ...unknown, problem: 'is not an http or https origin' }
  if (isLoopbackHost(origin.host)) return { ...unknown, problem: 'is a loopback address' }
  return { origin: origin.text, host: origin.host, base, problem: null }
}

/** A base path without a final slash; `//` of a variable whose value starts with a slash is one slash. */
export function basePath(path: string): string {
  const bare = path
    .replace(/[?#].*$/s, '')
    .replace(/^\.(?=\/|$)/, '')
    .replaceAll(/\/{2,}/g, '/')
    .replace(/\/$/, '')
  return bare === '' || bare.startsWith('/') ? bare : `/${bare}`
}

/** Serialises `HTTPS://Api.Example.com:443` as browsers do. */
function canonical(text: string): { readonly text: string; readonly host: string } | undefined {
  const lower = text.toLowerCase().replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')
  const origin = readOrigin(lower)
  if (origin === undefined || (origin.scheme !== 'https' && origin.scheme !== 'http'))
    return undefined
  return { text: lower, host: origin.host }
}
