/**
 * The API of Tern Parcels: plain node:http behind the gateway.
 *
 * It deliberately sets CORS headers that allow every origin everything, a common wrong fix for console errors. The gateway removes and replaces
 * these headers, so no client receives them.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { speak } from './live.ts'
import { readJson } from './read-json.ts'
import { newAccount, PARCELS, TARIFFS } from './records.ts'
import type { RequestLog } from './request-log.ts'
import { CUSTOMER, keepSessions } from './sessions.ts'

interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly id: string
}
type Route = (call: Call) => void | Promise<void>

/**
 * Creates the application server; the caller calls `listen` and `close`.
 *
 * @param host Public host and port of the API. Cookies are not port-specific: a page that sends a request to the application's own port would
 *   bypass the gateway with the customer's session, so requests with another `Host` are refused.
 */
export function createApplication(requestLog: RequestLog, host: string): Server {
  const sessions = keepSessions()
  const account = newAccount()
  /** Runs `route` for the customer; answers 401 to other requests. */
  const forCustomer =
    (route: Route): Route =>
    (call) =>
      sessions.isCustomer(call.request) ? route(call) : refuse(call)
  const routes: { readonly [methodAndPath: string]: Route } = {
    'GET /v1/tariffs': ({ response }) => send(response, 200, TARIFFS),
    'POST /v1/session': async ({ request, response }) => {
      const { user, password } = await readJson(request)
      if (user !== CUSTOMER.user || password !== CUSTOMER.password) {
        send(response, 401, { error: 'wrong name or password' })
        return
      }
      send(response, 200, { hello: newAccount().name }, { 'set-cookie': sessions.open() })
    },
    'DELETE /v1/session': ({ request, response }) =>
      send(response, 200, { bye: true }, { 'set-cookie': sessions.close(request) }),
    'GET /v1/parcels/': (call) =>
      sessions.isCustomer(call.request) || sessions.isShop(call.request)
        ? send(call.response, 200, PARCELS[call.id] ?? { error: 'no such parcel' })
        : refuse(call),
    'GET /v1/account': forCustomer(({ response }) => send(response, 200, account)),
    'PATCH /v1/account': forCustomer(async ({ request, response }) => {
      const { address } = await readJson(request)
      if (typeof address === 'string') account.address = address
      send(response, 200, account)
    }),
    'DELETE /v1/account': forCustomer(({ response }) => send(response, 200, { deleted: true })),
    'GET /v1/events': forCustomer(({ response }) => streamEvents(response)),
    'POST /v1/pickups': ({ response }) => send(response, 202, { noted: true }),
    'POST /v1/feedback': ({ response }) => send(response, 202, { thanks: true }),
    'GET /v1/stock': ({ response }) => send(response, 200, { vans: 14, parcels: 2_381 }),
  }
  const server = createServer((request, response) => {
    requestLog.note(request)
    if (request.headers.host !== host) {
      send(response, 403, { error: 'this is behind a gateway' })
      return
    }
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    response.setHeader('access-control-allow-credentials', 'true')
    const { pathname } = new URL(request.url ?? '/', 'http://api')
    const [, base = pathname, id = ''] = /^(\/v1\/parcels\/)([\w-]+)$/.exec(pathname) ?? []
    const route = routes[`${request.method === 'HEAD' ? 'GET' : request.method} ${base}`]
    if (route === undefined) {
      send(response, 404, { error: 'nothing here' })
      return
    }
    Promise.resolve(route({ request, response, id })).catch(() =>
      send(response, 400, { error: 'the body is not a JSON object' }),
    )
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    requestLog.note(request)
    const isLive = new URL(request.url ?? '/', 'http://api').pathname === '/v1/live'
    const isOurs = request.headers.host === host
    if (isOurs && isLive && sessions.isCustomer(request)) speak(request, socket)
    else socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return server
}

function refuse({ response }: Call): void {
  send(response, 401, { error: 'sign in first' })
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  more: { readonly [name: string]: string } = {},
): void {
  if (response.headersSent) return
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...more }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

function streamEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let stops = 3
  const say = (): void => {
    response.write(`data: ${JSON.stringify({ parcel: 'TP-1042', stops: stops-- })}\n\n`)
    if (stops < 0) stops = 3
  }
  const timer = setInterval(say, 1_000)
  response.on('close', () => clearInterval(timer))
  say()
}
