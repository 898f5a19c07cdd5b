import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { readCertificate, selfSigned, signedBy } from '@marque/testkit/certificates'
import { closeServer, listen } from '@marque/testkit/http'
import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, afterEach, expect, test } from 'vitest'
import { askLayer } from '../../src/prober/index.ts'
import { layerAt, OK, options, probe, type RawLayer, startRawLayer } from './raw-layer.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const own = selfSigned(folder.path, 'api', ['DNS:api.example.com', 'IP:192.0.2.1'])
const clients = selfSigned(folder.path, 'clients')
const client = signedBy(folder.path, 'clients', 'client')
const ca = readFileSync(own.certFile, 'utf8')

let layer: RawLayer | undefined
afterEach(async () => {
  await layer?.close()
  layer = undefined
})

test('TLS and the Host line name the host of the policy, whatever address the layer has', async () => {
  const names: unknown[] = []
  layer = await startRawLayer(({ head }, socket) => {
    names.push([(socket as TLSSocket).servername, /\r\nHost: (.*)\r\n/.exec(head)?.[1]])
    return OK
  }, readCertificate(own))
  const plan = [probe(0), probe(1, { url: 'https://api.example.com:8443/' })]
  const asked = await askLayer(
    layer.layer,
    plan,
    options({ tls: { ca, client: null }, concurrency: 1 }),
  )
  expect(asked.exchanges.map(({ answer }) => answer?.status)).toEqual([200, 200])
  expect(names).toEqual([
    ['api.example.com', 'api.example.com'],
    ['api.example.com', 'api.example.com:8443'],
  ])
  expect(layer.connections()).toBe(1)
})

test('a policy whose host is an address: no SNI, and a certificate for the address', async () => {
  let name: unknown
  layer = await startRawLayer((_, socket) => {
    name = (socket as TLSSocket).servername
    return OK
  }, readCertificate(own))
  const plan = [probe(0, { url: 'https://192.0.2.1/' })]
  const { exchanges } = await askLayer(layer.layer, plan, options({ tls: { ca, client: null } }))
  expect(exchanges[0]?.answer?.status).toBe(200)
  expect(name).toBe(false)
})

test('a certificate of an unknown authority is no answer', async () => {
  layer = await startRawLayer(() => OK, readCertificate(own))
  const { exchanges, state } = await askLayer(layer.layer, [probe(0)], options())
  expect(state).toBe('unreachable')
  expect(exchanges[0]?.failure).toEqual({
    kind: 'tls',
    message: `certificate of an unknown authority (DEPTH_ZERO_SELF_SIGNED_CERT): \`${new URL(layer.layer.url).host}\``,
  })
  expect(layer.requests).toEqual([])
})

test('a certificate for another host is no answer', async () => {
  layer = await startRawLayer(() => OK, readCertificate(own))
  const plan = [probe(0, { url: 'https://other.example.com/' })]
  const { exchanges } = await askLayer(layer.layer, plan, options({ tls: { ca, client: null } }))
  expect(exchanges[0]?.failure?.kind).toBe('tls')
  expect(exchanges[0]?.failure?.message).toContain('other.example.com')
  expect(layer.requests).toEqual([])
})

const mutual = {
  ...readCertificate(own),
  ca: readFileSync(clients.certFile),
  requestCert: true,
  rejectUnauthorized: true,
}

test('a client certificate is presented', async () => {
  layer = await startRawLayer(() => OK, mutual)
  const pair = {
    certificate: readFileSync(client.certFile, 'utf8'),
    key: readFileSync(client.keyFile, 'utf8'),
  }
  const { exchanges } = await askLayer(
    layer.layer,
    [probe(0)],
    options({ tls: { ca, client: pair } }),
  )
  expect(exchanges[0]?.answer?.status).toBe(200)
})

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a client certificate that is missing is no answer: ${maxVersion}`, async () => {
    layer = await startRawLayer(() => OK, { ...mutual, maxVersion })
    const { exchanges } = await askLayer(
      layer.layer,
      [probe(0)],
      options({ tls: { ca, client: null } }),
    )
    expect(exchanges[0]?.failure?.kind).toBe('tls')
  })
}

test('plain text where TLS is expected', async () => {
  const server = createServer((socket) => {
    socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')
  })
  const port = await listen(server)
  const { exchanges } = await askLayer(layerAt(`https://127.0.0.1:${port}/`), [probe(0)], options())
  await closeServer(server)
  expect(exchanges[0]?.failure).toEqual({
    kind: 'tls',
    message: `no TLS at this port: \`127.0.0.1:${port}\``,
  })
})

test('TLS where plain text is expected', async () => {
  layer = await startRawLayer(() => OK, readCertificate(own))
  const url = layer.layer.url.replace('https:', 'http:')
  const { exchanges } = await askLayer(layerAt(url), [probe(0)], options())
  expect(exchanges[0]?.failure?.kind).toMatch(/connection|invalid/)
})
