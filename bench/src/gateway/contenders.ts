/**
 * Proxies in front of one application, each with the same origins allowed and credentials granted.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Contender, marqueContender } from './marque-contender.ts'

export const ORIGIN = 'https://app.example.com'
const METHODS = 'GET, POST'
const REQUEST_HEADERS = 'content-type, x-csrf-token'

export const CONTENDERS: { readonly [name: string]: Contender } = {
  'bare relay': bareRelay,
  'bare 204': async (_upstream, port) => {
    await listen((_request, response) => {
      response.writeHead(204, {
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': REQUEST_HEADERS,
        'access-control-max-age': '600',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      })
      response.end()
    }, port)
  },
  'marque gateway': marqueContender('as the command starts it'),
  'marque gateway --access-log': marqueContender('with --access-log'),
  'marque gateway, no log at all': marqueContender('without logs'),
  'http-proxy + cors': async (upstream, port) => {
    const { default: proxy } = await import('http-proxy')
    const { default: cors } = await import('cors')
    const { Agent } = await import('node:http')
    const server = proxy.createProxyServer({
      target: upstream,
      agent: new Agent({ keepAlive: true }),
    })
    server.on('proxyRes', (answer) => {
      for (const name of Object.keys(answer.headers))
        if (name.startsWith('access-control-')) delete answer.headers[name]
    })
    const guard = cors({
      origin: [ORIGIN],
      credentials: true,
      methods: ['GET', 'POST'],
      maxAge: 600,
    })
    await listen((request, response) => {
      guard(request, response, () => server.web(request, response))
    }, port)
  },
  '@fastify/http-proxy + @fastify/cors': async (upstream, port) => {
    const { default: fastify } = await import('fastify')
    const { default: cors } = await import('@fastify/cors')
    const { default: proxy } = await import('@fastify/http-proxy')
    const app = fastify()
    await app.register(cors, {
      origin: [ORIGIN],
      credentials: true,
      methods: ['GET', 'POST'],
      maxAge: 600,
    })
    await app.register(proxy, { upstream, httpMethods: ['GET', 'HEAD', 'POST'] })
    await app.listen({ host: '127.0.0.1', port })
  },
}

/** A minimal relay: undici's pool, header lines unchanged except hop-by-hop ones, the body piped. */
async function bareRelay(upstream: string, port: number): Promise<void> {
  const { Pool } = await import('undici')
  const pool = new Pool(upstream, { connections: 256, pipelining: 1 })
  await listen((request, response) => {
    const { rawHeaders, method = 'GET', url = '/' } = request
    const headers: string[] = []
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? ''
      if (name.toLowerCase() !== 'connection') headers.push(name, rawHeaders[at + 1] ?? '')
    }
    pool.dispatch(
      { path: url, method: method as 'GET', headers, body: method === 'GET' ? null : request },
      {
        onRequestStart: () => undefined,
        onResponseStart(controller, status) {
          const raw = controller.rawHeaders as unknown as readonly Buffer[]
          const lines: string[] = []
          for (let at = 0; at + 1 < raw.length; at += 2) {
            const name = raw[at]?.toString('latin1') ?? ''
            const lower = name.toLowerCase()
            if (lower === 'connection' || lower === 'keep-alive' || lower === 'transfer-encoding')
              continue
            lines.push(name, raw[at + 1]?.toString('latin1') ?? '')
          }
          response.writeHead(status, lines)
        },
        onResponseData: (_controller, chunk) => void response.write(chunk),
        onResponseEnd: () => void response.end(),
        onResponseError: () => void response.destroy(),
      },
    )
  }, port)
}

function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<void> {
  return new Promise((resolve) => createServer(listener).listen(port, '127.0.0.1', resolve))
}
