import { once } from 'node:events'
import { request as ask1, createServer } from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { APP, EVIL } from '@marque/testkit/policies'
import express from 'express'
import { expect, test } from 'vitest'
import { marque as expressMarque } from '../../src/express.ts'
import { decisionOf as fetchDecision, withMarque } from '../../src/fetch.ts'
import { decisionOf, marque } from '../../src/node/index.ts'
import { listening } from '../contract/app.ts'
import { BUNDLE } from './policy.ts'

function from(origin: string, path = '/x'): Request {
  return new Request(`https://api.example.com${path}`, { headers: { origin } })
}

test.each([
  ['204', () => new Response(null, { status: 204 }), 204],
  ['205', () => new Response(null, { status: 205 }), 205],
  ['304', () => new Response(null, { status: 304 }), 304],
  [
    'a redirect, whose headers cannot be changed',
    () => Response.redirect('https://api.example.com/y', 307),
    307,
  ],
])('fetch: %s has our headers', async (_, answer, status) => {
  const response = await withMarque({ policy: BUNDLE }, answer)(from(APP))
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
    status,
    APP,
  ])
})

test('fetch: a handler that gives nothing is an error that the page can read', async () => {
  const handler = withMarque(
    { policy: BUNDLE, onError: () => new Response('failed', { status: 502 }) },
    () => undefined as never,
  )
  const response = await handler(from(APP))
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([502, APP])
})

test('fetch: a network error stays one', async () => {
  const response = await withMarque({ policy: BUNDLE }, () => Response.error())(from(APP))
  expect(response.type).toBe('error')
})

test('fetch: an answer whose body was read is an error that the page can read', async () => {
  const errors: unknown[] = []
  const handler = withMarque(
    {
      policy: BUNDLE,
      onError: (error) => {
        errors.push(error)
        return new Response('failed', { status: 502 })
      },
    },
    async () => {
      const response = new Response('read')
      await response.text()
      return response
    },
  )
  const response = await handler(from(APP))
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([502, APP])
  expect(errors[0]).toBeInstanceOf(TypeError)
})

test('fetch: an `onError` that fails is a bare 500 with our headers', async () => {
  const fail = (): never => {
    throw new Error('again')
  }
  const response = await withMarque({ policy: BUNDLE, onError: fail }, fail)(from(APP))
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([500, APP])
})

test('fetch: what stands beside the request is passed on, and the decision is known', async () => {
  const handler = withMarque(
    { policy: BUNDLE },
    (request: Request, env: { readonly name: string }) =>
      new Response(`${env.name} ${fetchDecision(request)?.reason}`),
  )
  expect(await (await handler(from(APP), { name: 'env' })).text()).toBe('env granted')
})

test('HTTP/2: the authority is the host, and every answer has the headers', async () => {
  const cors = marque({ policy: BUNDLE })
  const server = createHttp2((request, response) =>
    cors(request, response, () => {
      response.setHeader('access-control-allow-origin', EVIL)
      if (request.url === '/empty') response.end()
      else if (request.url === '/head') response.writeHead(201, { vary: 'Accept' }).end('made')
      else response.end(decisionOf(request)?.reason ?? '')
    }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const get = async (headers: { readonly [name: string]: string }): Promise<readonly unknown[]> => {
    const stream = session.request({
      ':authority': 'api.example.com',
      ':scheme': 'https',
      ...headers,
    })
    stream.end()
    const [answer] = (await once(stream, 'response')) as [{ readonly [name: string]: unknown }]
    stream.resume()
    await once(stream, 'end')
    return [answer[':status'], answer['access-control-allow-origin'], answer.vary]
  }
  try {
    expect(await get({ ':path': '/', origin: APP })).toEqual([200, APP, 'Origin'])
    expect(await get({ ':path': '/empty', origin: APP })).toEqual([200, APP, 'Origin'])
    expect(await get({ ':path': '/head', origin: APP })).toEqual([201, APP, 'Accept, Origin'])
    expect(await get({ ':path': '/', origin: EVIL })).toEqual([200, undefined, 'Origin'])
    expect(
      await get({
        ':path': '/',
        ':method': 'OPTIONS',
        origin: APP,
        'access-control-request-method': 'DELETE',
      }),
    ).toEqual([204, APP, 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'])
  } finally {
    session.close()
    server.close()
  }
})

test('a client that leaves and a handler that hangs harm nobody else', async () => {
  const cors = marque({ policy: BUNDLE })
  const errors: unknown[] = []
  const app = await listening(
    createServer((request, response) =>
      cors(request, response, () => {
        if (request.url === '/hang') return
        if (request.url === '/late') {
          response.on('close', () => {
            try {
              response.writeHead(200).end('late')
            } catch (error) {
              errors.push(error)
            }
          })
          return
        }
        response.end('fine')
      }),
    ),
  )
  try {
    for (const path of ['/hang', '/late']) {
      const left = ask1({ port: app.port, path, headers: { host: 'api.example.com', origin: APP } })
      left.on('error', () => undefined)
      left.end()
      await new Promise((resolve) => setTimeout(resolve, 30))
      left.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 30))
    const fine = await fetch(`http://127.0.0.1:${app.port}/`)
    expect(await fine.text()).toBe('fine')
    expect(errors).toEqual([])
  } finally {
    await app.stop()
  }
})

test('behind a mount the target that came is judged, not what the router left of it', async () => {
  const app = express()
  const router = express.Router()
  router.use(expressMarque({ policy: BUNDLE }))
  router.get('/decision', (request, response) => {
    response.send(`${request.marque?.resource} ${request.url}`)
  })
  app.use('/account', router)
  const running = await listening(createServer(app))
  try {
    const answer = await fetch(`http://127.0.0.1:${running.port}/account/decision`)
    expect(await answer.text()).toBe('account /decision')
  } finally {
    await running.stop()
  }
})

test('fetch on Node: an answer whose body was read is an error too', async () => {
  const handler = withMarque(
    { policy: BUNDLE, onError: () => new Response('failed', { status: 502 }) },
    async () => {
      const response = new Response('read')
      await response.text()
      return response
    },
  )
  const running = await listening(
    createServer(getRequestListener(handler, { overrideGlobalObjects: false })),
  )
  try {
    const answer = await fetch(`http://127.0.0.1:${running.port}/x`, { headers: { origin: APP } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([502, APP])
  } finally {
    await running.stop()
  }
})

test('a refusal has the request id of the request, as its log line has it, and none where that has none', async () => {
  const handle = withMarque({ policy: BUNDLE, log: false }, () => new Response('ok'))
  const refused = async (headers: Record<string, string>): Promise<Record<string, unknown>> => {
    const request = new Request('https://api.example.com/account/me', {
      method: 'OPTIONS',
      headers: { origin: EVIL, 'access-control-request-method': 'PUT', ...headers },
    })
    return (await handle(request)).json() as Promise<Record<string, unknown>>
  }
  expect(await refused({ 'x-request-id': 'r-1' })).toMatchObject({ requestId: 'r-1' })
  expect(await refused({})).not.toHaveProperty('requestId')
  expect(await refused({ 'x-request-id': 'not an id' })).not.toHaveProperty('requestId')
})
