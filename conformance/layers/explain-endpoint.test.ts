import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createFetch } from '@marque/browser'
import { DEFAULT_TIMEOUTS, DEFAULTS, runDecisionService, runGateway } from '@marque/gateway'
import { marque as expressMarque } from '@marque/middleware/express'
import { marque as fastifyMarque } from '@marque/middleware/fastify'
import { marque as honoMarque } from '@marque/middleware/hono'
import { closeServer, listen } from '@marque/testkit/http'
import { compilePolicy } from '@marque/testkit/policies'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { expect, test } from 'vitest'

/** The browser SDK against the explain endpoint of each layer. */

const PAGE = 'https://evil.example'
const POLICY = `version: 1
self: [http://localhost:3000]
contact: api@example.com
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: tests }
resources:
  - name: account
    match: [{ path: /account }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
`
const policy = compilePolicy(POLICY)

interface Layer {
  readonly port: number
  close(): Promise<unknown>
}

async function served(listener: RequestListener): Promise<Layer> {
  const server = createServer(listener)
  return { port: await listen(server), close: () => closeServer(server) }
}

async function inFolder(start: (file: string) => Promise<Layer>): Promise<Layer> {
  const folder = mkdtempSync(join(tmpdir(), 'marque-explain-'))
  const file = join(folder, 'policy.yaml')
  writeFileSync(file, POLICY)
  const { port, close } = await start(file)
  return {
    port,
    async close() {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const LAYERS: readonly (readonly [name: string, start: () => Promise<Layer>])[] = [
  [
    'Express',
    () => {
      const app = express()
      app.use(expressMarque({ policy }), express.json())
      return served(app)
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify()
      await app.register(fastifyMarque, { policy })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const [address] = app.addresses() as AddressInfo[]
      return { port: address?.port ?? 0, close: () => app.close() }
    },
  ],
  [
    'Hono',
    () => {
      const app = new Hono()
      app.use(honoMarque({ policy }) as never)
      return served(
        getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false }),
      )
    },
  ],
  [
    'the gateway',
    () =>
      inFolder(async (file) => {
        const gateway = await runGateway({
          ...DEFAULTS,
          policy: { from: 'file', file },
          listen: [{ host: '127.0.0.1', port: 0, tls: null }],
          admin: null,
          upstreams: {
            app: {
              urls: ['http://127.0.0.1:9'],
              caFile: null,
              timeouts: DEFAULT_TIMEOUTS,
              connections: 1,
            },
          },
          routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
          drain: 0,
        })
        const port = Number(new URL(gateway.urls[0] ?? '').port)
        return { port, close: () => gateway.close() }
      }),
  ],
  [
    'the decision service',
    () =>
      inFolder(async (file) => {
        const service = await runDecisionService({
          policy: { from: 'file', file },
          environment: 'production',
          listen: { host: '127.0.0.1', port: 0 },
          keyFile: null,
        })
        return { port: Number(new URL(service.url).port), close: () => service.close() }
      }),
  ],
]

/** The `fetch` of a browser for the page: it adds `Origin`, and rejects where script may not read the answer. */
const browserFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const body = request.method === 'POST' ? await request.text() : null
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...Object.fromEntries(request.headers), origin: PAGE },
    body,
  })
  const readableBy = response.headers.get('access-control-allow-origin')
  if (readableBy === '*' || readableBy === PAGE) return response
  await response.body?.cancel()
  throw new TypeError('Failed to fetch')
}

test.each(LAYERS)('F28: the SDK explains a denial of %s', async (_, start) => {
  const { port, close } = await start()
  try {
    const api = `http://127.0.0.1:${port}`.replace('127.0.0.1', 'localhost')
    const send = createFetch({ apis: [{ origin: api }], fetch: browserFetch })
    await expect(send(`${api}/account`)).rejects.toMatchObject({
      kind: 'policy',
      reason: 'origin-not-granted',
      contact: 'api@example.com',
    })
  } finally {
    await close()
  }
})
