import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, grant, list, resource } from '@marque/testkit/bundles'
import { selfSigned } from '@marque/testkit/certificates'
import { APP } from '@marque/testkit/policies'
import express from 'express'
import { expect, test } from 'vitest'
import { marque as expressMarque } from '../../src/express.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'

const POLICY = bundle([resource('plain', '/plain', { grants: [grant()] })], {
  sets: { web: list([APP]) },
})

const enforce = nodeMarque({ policy: POLICY, context: () => ({ roles: ['reader'] }) })
const app = express()
app.use(expressMarque({ policy: POLICY }))
app.get('/plain', (_, response) => {
  response.end('x')
})

const servers: readonly (readonly [string, RequestListener])[] = [
  ['express', app],
  [
    'node',
    (incoming, response) => {
      enforce(incoming, response, () => response.end('x'))
    },
  ],
]

test.each(servers)(
  'D13: behind TLS, %s judges a client certificate like a cookie',
  async (_, listener) => {
    const folder = mkdtempSync(join(tmpdir(), 'marque-certificates-'))
    const { certFile, keyFile } = selfSigned(folder)
    const own = { cert: readFileSync(certFile), key: readFileSync(keyFile) }
    const server = createServer({ ...own, requestCert: true, rejectUnauthorized: false }, listener)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const allowed = async (identity: object): Promise<string | undefined> => {
      const outgoing = request({
        ...identity,
        host: '127.0.0.1',
        port,
        path: '/plain',
        headers: { origin: APP, host: 'api.example.com' },
        ca: own.cert,
        servername: 'localhost',
        agent: false,
      })
      outgoing.end()
      const [response] = await once(outgoing, 'response')
      response.resume()
      return response.headers['access-control-allow-origin']
    }
    try {
      expect(await allowed({})).toBe(APP)
      expect(await allowed(own)).toBeUndefined()
    } finally {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
