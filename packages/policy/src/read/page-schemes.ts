/**
 * Schemes that no page with an origin of its own has.
 *
 * @module
 */
import type { Fault } from '../findings/index.ts'
import { shorten } from '../text/index.ts'
import { suggestSpelling } from './spelling.ts'

/** No page has them, but connections of pages. */
const CONNECTIONS = ['ws', 'wss']
/** The origin is that of the URL within. */
const WRAPPERS = ['blob', 'filesystem', 'view-source']
/** Pages have an opaque origin, or the one of the page that opened them. */
const OPAQUE = ['about', 'content', 'data', 'file', 'javascript']
/** Browsers open no page of these. */
const OTHERS =
  'android-app cid ftp ftps git gopher grpc grpcs intent ios-app jar ldap magnet mailto mqtt news redis sftp sms ssh tcp tel udp unix urn'.split(
    ' ',
  )
/** Pages of the browser itself. */
const INTERNAL = ['chrome', 'chrome-untrusted', 'devtools', 'edge', 'resource']
const SCHEMES: ReadonlySet<string> = new Set([
  ...CONNECTIONS,
  ...WRAPPERS,
  ...OPAQUE,
  ...OTHERS,
  ...INTERNAL,
])

/** Whether no page with an origin of its own has the scheme. */
export function hasNoPages(scheme: string): boolean {
  return SCHEMES.has(scheme)
}

/** What is wrong with an origin of such a scheme, and what was probably meant; `undefined` for other schemes, and for a host with a port. */
export function schemeWithoutPages(text: string): Fault | undefined {
  const found = /^([a-z][a-z0-9+.-]*):(?![0-9]+(?:\/|$))(.*)$/is.exec(text)
  const scheme = found?.[1]?.toLowerCase() ?? ''
  const rest = found?.[2] ?? ''
  if (!hasNoPages(scheme)) return undefined
  const finding = (message: string, meant?: string): Fault => ({
    code: 'MQ-197',
    message: `\`${shorten(text)}\` ${message}`,
    ...(meant !== undefined && suggestSpelling(meant)),
  })
  if (CONNECTIONS.includes(scheme)) {
    const page = `${scheme.replace('ws', 'http')}:${rest.replace(/(?<=.)\/$/, '')}`
    return finding('is a WebSocket; browsers send the origin of the page that opens it', page)
  }
  if (WRAPPERS.includes(scheme)) {
    const inner = /^[a-z]+:\/\/[^/]*/i.exec(rest)?.[0]
    return finding(`is not an origin: browsers send the one after \`${scheme}:\``, inner)
  }
  if (INTERNAL.includes(scheme)) {
    return finding(
      `cannot be granted: pages of \`${scheme}:\` are parts of the browser, which never sends this origin`,
    )
  }
  return finding(
    OPAQUE.includes(scheme)
      ? 'cannot be granted: browsers send `null`, or the origin of the page that opened it'
      : `cannot be granted: browsers open no page of \`${scheme}:\``,
  )
}
