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

/** One address of the API. */
export interface Server {
  /** Canonical; null for a relative server URL. */
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
  const list = child(source, holder, 'servers')
  const servers = items(source, list)
  if (servers.length === 0) return undefined
  const read = servers.flatMap((server) => readServer(source, server))
  const unique = new Map(
    read.map((server) => [JSON.stringify([server.origin, server.base]), server]),
  )
  return [...unique.values()].slice(0, MOST_SERVERS)
}

function readServer(source: Source, part: DocumentNode): readonly Server[] {
  const written = child(source, part, 'url')
  const url = textOf(source, written)
  if (url === undefined || written === undefined) return []
  const variables = new Map(
    entries(source, child(source, part, 'variables')).map(([name, variable]) => {
      const given = items(source, child(source, variable, 'enum')).map((one) => textOf(source, one))
      const values = [textOf(source, child(source, variable, 'default')), ...given]
      return [name, [...new Set(values.filter((value) => value !== undefined))]] as const
    }),
  )
  return expand(url, variables).flatMap((text) => {
    const server = readUrl(text)
    if (typeof server !== 'string') return [server]
    report(
      source,
      written,
      { code: 'MQ-812', message: `the server \`${shorten(text)}\` ${server}` },
      text,
    )
    return []
  })
}

/** All combinations of the variables, the defaults first. */
function expand(url: string, variables: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let texts = [url]
  for (const [name, values] of variables) {
    const placeholder = `{${name}}`
    if (values.length === 0 || !url.includes(placeholder)) continue
    texts = texts
      .flatMap((text) => values.map((value) => text.replaceAll(placeholder, () => value)))
      .slice(0, MOST_SERVERS)
  }
  return texts
}

/** A server, or why it is not a public one. */
function readUrl(url: string): Server | string {
  const absolute = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/.exec(url)
  const base = (absolute?.[3] ?? url.replace(/[?#].*$/s, '')).replace(/\/+$/, '')
  if (absolute === null) {
    return {
      origin: null,
      host: null,
      base: base === '' || base.startsWith('/') ? base : `/${base}`,
    }
  }
  const origin = canonical(`${absolute[1]}://${absolute[2]}`)
  if (origin === undefined) return 'is not an http or https origin'
  if (isLoopbackHost(origin.host)) return 'is a loopback address'
  return { origin: origin.text, host: origin.host, base }
}

/** Serialises `HTTPS://Api.Example.com:443` as browsers do. */
function canonical(text: string): { readonly text: string; readonly host: string } | undefined {
  const lower = text.toLowerCase().replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')
  const origin = readOrigin(lower)
  if (origin === undefined || (origin.scheme !== 'https' && origin.scheme !== 'http'))
    return undefined
  return { text: lower, host: origin.host }
}
