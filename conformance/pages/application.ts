/**
 * The application behind the gateway, and the server of the pages.
 *
 * The application is hostile: it sends wrong CORS headers of its own, repeated and in mixed case, with every response.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '@marque/core'
import { HOSTS } from './sites.ts'

/** A request that reached the application. */
export interface Arrival {
  readonly method: string
  readonly hasCookie: boolean
  /** The response was 304: the browser has it cached. */
  readonly isKnown: boolean
}

/** What happened in the trials, by id. */
export interface Record {
  readonly arrivals: Map<string, Arrival[]>
  /** Ids whose streams may continue. */
  readonly released: Set<string>
  /** Ids of which the first chunk has arrived. */
  readonly begun: Set<string>
}

export function newRecord(): Record {
  return { arrivals: new Map(), released: new Set(), begun: new Set() }
}

/** CORS headers of the application. None of them may reach the page. */
const HOSTILE: readonly HeaderLine[] = [
  ['Access-Control-Allow-Origin', '*'],
  ['access-control-allow-origin', 'https://stale.example'],
  ['ACCESS-CONTROL-ALLOW-CREDENTIALS', 'true'],
  ['Access-Control-Expose-Headers', 'x-two, set-cookie'],
  ['Access-Control-Allow-Methods', '*'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
]

/** All of its response headers but the content type. */
export const APPLICATION_HEADERS: readonly HeaderLine[] = [
  ...HOSTILE,
  ['etag', '"1"'],
  ['x-one', '1'],
  ['x-two', '2'],
  ['set-cookie', 'seen=1'],
  ['retry-after', '1'],
]

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
/** A WOFF font of 496 bytes with one empty glyph: browsers reject anything but a valid font. */
const FONT = Buffer.from(
  'd09GRgABAAAAAAHwAAoAAAAAAiQAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAABPUy8yAAABWAAAACIAAABgQRc/dGNtYXAAAAGAAAAAKQAAADQACwBzZ2x5ZgAAAbAAAAABAAAAAQAAAABoZWFkAAAA9AAAADYAAAA2LWbY4mhoZWEAAAEsAAAAGAAAACQAEQASaG10eAAAAXwAAAAEAAAABAAQAABsb2NhAAABrAAAAAQAAAAEAAAAAG1heHAAAAFEAAAAEwAAACAAAgACbmFtZQAAAbQAAAAtAAAAPAC1eQhwb3N0AAAB5AAAAAwAAAAgAAMAAAABAAAAAQAAxs95yl8PPPUAAwAQAAAAAOcoTe0AAAAA5yhN7QAAAAAAAAAAAAAAAwACAAAAAAAAeJxjYGRgYBBgYICTDAyMDKiAEQAD2QAkeJxjYGRgYABhCGBiQAMAAHwABQB4nGNgZhBgnMDAysDCQBgwInPsgQBIKQAhLgCUAQBp8wILAAAAEAAAeJxjYGBgYmBgYAZiESDJCKZZGBSANAsQgvgK//9DyP8PwHwGAE/bBnsAAAAAAAAAAAAAAHicY2BgYGEwY2BkAAFGMA1hM4F5zAyMLJxAmgkIIWwQi6WgiKGAoQgAF+sCNgAAAHicY2BmwAsAAH0ABA==',
  'base64',
)

/** The application. The query selects its response: `status`, `to`, `type`, `cache`, `do`. */
export function application({ arrivals, released, begun }: Record): RequestListener {
  return (request, response) => {
    const { method = '', headers } = request
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://application')
    const id = idOf(pathname)
    const wish = (name: string): string | null => searchParams.get(name)
    const isKnown = wish('cache') === 'no-cache' && headers['if-none-match'] === '"1"'
    const status = isKnown ? 304 : wish('to') !== null ? 307 : Number(wish('status') ?? 200)
    note(arrivals, id, { method, hasCookie: hasCookie(request), isKnown })
    if (pathname === '/cookie') {
      response.setHeader('set-cookie', 'session=1; Path=/; SameSite=Lax')
      response.setHeader('content-type', 'text/html')
      response.end(PAGE)
      return
    }
    if (pathname === '/page-actions.js') {
      response.setHeader('content-type', 'text/javascript').end(PAGE_ACTIONS)
      return
    }
    if (wish('do') === 'hang') return
    if (wish('do') === 'reset') {
      response.destroy()
      return
    }
    for (const [name, value] of APPLICATION_HEADERS) response.appendHeader(name, value)
    response.setHeader('cache-control', wish('cache') ?? 'no-store')
    if (wish('do') === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      return
    }
    if (wish('do') === 'stream') {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.write('first;')
      untilIn(released, id, () => response.end('last'))
      return
    }
    const rest = wish('to')?.split(' ') ?? []
    if (rest[0] !== undefined) {
      const onward = rest.length > 1 ? `?to=${encodeURIComponent(rest.slice(1).join(' '))}` : ''
      response.writeHead(307, { location: rest[0] + onward }).end()
      return
    }
    request.once('data', () => begun.add(id)).resume()
    request.on('end', () => {
      const [type, body] = TYPES[wish('type') ?? 'text'] ?? TYPES.text
      response.writeHead(status, { 'content-type': type })
      response.end(method === 'HEAD' || isKnown ? undefined : body)
    })
  }
}

const TYPES: { readonly [name: string]: readonly [string, Buffer | string] } & {
  readonly text: readonly [string, string]
} = {
  text: ['text/plain', 'text'],
  image: ['image/gif', PIXEL],
  script: ['text/javascript', 'globalThis.ran = true'],
  font: ['font/woff', FONT],
  page: ['text/html', '<!doctype html><title>answer</title>'],
}

/** Accepts a WebSocket and sends one message. */
export function applicationSocket({ arrivals }: Record) {
  return (request: IncomingMessage, socket: Duplex): void => {
    socket.on('error', () => undefined)
    socket.on('end', () => socket.destroy()).resume()
    const id = idOf(new URL(request.url ?? '/', 'http://application').pathname)
    note(arrivals, id, { method: 'GET', hasCookie: hasCookie(request), isKnown: false })
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    const own = HOSTILE.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n${own}\r\n`,
    )
    socket.write(Buffer.from([0x81, 2, 0x6f, 0x6b]))
  }
}

const PAGE_ACTIONS = readFileSync(new URL('page/page-actions.js', import.meta.url), 'utf8')
const PAGE =
  '<!doctype html><title>page</title><script type="module" src="/page-actions.js"></script>'
/** A service worker that forwards every request to the network. */
const SERVICE = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  if (!event.request.url.startsWith(location.origin)) event.respondWith(fetch(event.request))
})`

/**
 * The server of the pages.
 *
 * @param wires How many requests of a trial the gateway has decided so far.
 */
export function pages(record: Record, wires: (id: string) => number): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://page')
    const id = url.searchParams.get('id') ?? idOf(url.pathname)
    switch (url.pathname) {
      case '/page-actions.js':
        // Pages with an opaque origin load it too.
        response.setHeader('access-control-allow-origin', '*')
        send(response, 'text/javascript', PAGE_ACTIONS)
        return
      case '/served/service.js':
        send(response, 'text/javascript', SERVICE)
        return
      case '/release':
        record.released.add(id)
        response.end()
        return
      case '/begun':
        response.setHeader('access-control-allow-origin', '*')
        untilIn(record.begun, id, () => response.end())
        return
      case '/judged':
        response.setHeader('access-control-allow-origin', '*')
        until(
          () => wires(id) >= Number(url.searchParams.get('count')),
          () => response.end(),
        )
        return
      default:
    }
    const to = url.searchParams.get('to')
    if (to !== null) {
      const [first = '', ...rest] = to.split(' ')
      const onward = rest.length > 0 ? `?to=${encodeURIComponent(rest.join(' '))}` : ''
      response.writeHead(307, { location: first + onward }).end()
      return
    }
    if (request.headers.host?.startsWith(`${HOSTS.sandbox}:`))
      response.setHeader('content-security-policy', 'sandbox allow-scripts allow-forms')
    send(response, 'text/html', PAGE)
  }
}

function send(response: ServerResponse, type: string, text: string): void {
  response.setHeader('content-type', type).end(text)
}

function idOf(pathname: string): string {
  return pathname.split('/').at(-1) ?? ''
}

function hasCookie({ headers }: IncomingMessage): boolean {
  return /(?:^|; )session=1/.test(headers.cookie ?? '')
}

function note(arrivals: Map<string, Arrival[]>, id: string, arrival: Arrival): void {
  arrivals.set(id, [...(arrivals.get(id) ?? []), arrival])
}

function untilIn(set: ReadonlySet<string>, id: string, then: () => void): void {
  until(() => set.has(id), then)
}

/** Longest wait for an event of a trial, milliseconds; a missing one shows in the trace. */
const LIMIT = 300_000

function until(isSo: () => boolean, then: () => void): void {
  const end = Date.now() + LIMIT
  const look = (): void => {
    if (isSo() || Date.now() > end) then()
    else setTimeout(look, 10)
  }
  look()
}
