import { request as sendHttp } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { HeaderLine } from '@marque/core'
import { afterEach, expect, test } from 'vitest'
import type { BrowserCase } from './browser-case.ts'
import { selfSigned } from './self-signed.ts'
import { startVerifyProxy, type VerifyProxy } from './verify-proxy.ts'

const APP = 'https://app.example.com'
const READ = 'https://api.example.com/items?marque-probe=1-b0'
const WRITE = 'https://api.example.com/items?marque-probe=1-b1'
const PLAIN = 'http://api.example.com/items?marque-probe=1-b2'

function testCase(id: number, url: string, forwardsRequest: boolean): BrowserCase {
  return {
    id,
    origin: { value: APP, role: 'granted', nearMiss: null },
    page: { origin: APP, method: 'GET', url, headers: [], credentials: false },
    layer: 0,
    forwardsRequest,
  }
}

let proxy: VerifyProxy
const forwarded: { method: string; url: string; headers: readonly HeaderLine[] }[] = []
afterEach(async () => {
  forwarded.length = 0
  await proxy.close()
})

async function start(answered: readonly HeaderLine[] = []): Promise<void> {
  proxy = await startVerifyProxy({
    cases: [testCase(0, READ, true), testCase(1, WRITE, false), testCase(2, PLAIN, true)],
    forwarders: [
      {
        sent: 0,
        send: async (method, url, headers) => {
          forwarded.push({ method, url, headers })
          return { status: 200, headers: answered, body: '' }
        },
        close: () => undefined,
      },
    ],
    certificate: selfSigned(Date.now()),
  })
}

/** Through a tunnel with TLS, as browsers send requests to https. */
async function tunnelled(host: string, head: string): Promise<string> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const plain = connectTcp(proxy.port, '127.0.0.1', () =>
      plain.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`),
    )
    plain.once('error', reject)
    plain.once('data', () => resolve(plain))
  })
  const secure = connectTls({ socket, servername: host, rejectUnauthorized: false })
  return new Promise((resolve, reject) => {
    let text = ''
    secure.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
    secure.once('error', reject)
    secure.once('end', () => resolve(text))
    secure.write(
      `${head}\r\nHost: ${host}\r\nConnection: close\r\nCookie: marque-verify=1; a=b\r\n\r\n`,
    )
  })
}

test('a request of a case goes to the layer under its own URL, without cookies, and is recorded', async () => {
  await start([
    ['Access-Control-Allow-Origin', APP],
    ['Set-Cookie', 'a=b'],
    ['Content-Length', '99'],
  ])
  const head = `GET /items?marque-probe=1-b0 HTTP/1.1\r\nOrigin: ${APP}`
  const answer = await tunnelled('api.example.com', head)
  expect(answer).toContain('HTTP/1.1 200')
  expect(answer).toContain(`Access-Control-Allow-Origin: ${APP}`)
  expect(answer).not.toMatch(/set-cookie|content-length: 99/i)
  expect(forwarded).toEqual([{ method: 'GET', url: READ, headers: [['Origin', APP]] }])
  expect(proxy.take(0)).toMatchObject([{ isPreflight: false, hasCookie: true }])
  expect(proxy.take(0)).toEqual([])
})

test('a request that must not reach the layer is answered by the proxy, its preflight by the layer', async () => {
  await start()
  const put = await tunnelled('api.example.com', 'PUT /items?marque-probe=1-b1 HTTP/1.1')
  expect(put).toContain(`Access-Control-Allow-Origin: ${APP}`)
  expect(forwarded).toEqual([])
  const preflight =
    'OPTIONS /items?marque-probe=1-b1 HTTP/1.1\r\nAccess-Control-Request-Method: PUT'
  await tunnelled('api.example.com', preflight)
  expect(forwarded.map(({ method }) => method)).toEqual(['OPTIONS'])
})

test.each([
  ['another host', 'other.example.com', '/items?marque-probe=1-b0'],
  ['another path', 'api.example.com', '/admin?marque-probe=1-b0'],
  ['no case', 'api.example.com', '/items'],
  ['an update of the browser', 'update.example', '/service'],
])('%s gets 404 and is sent nowhere', async (_name, host, target) => {
  await start()
  expect(await tunnelled(host, `GET ${target} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 404 /)
  expect(forwarded).toEqual([])
})

test('every host has the page, and no layer gets a request for it', async () => {
  await start()
  const answer = await tunnelled('app.example.com', 'GET /.well-known/marque/verify-page HTTP/1.1')
  expect(answer).toContain('marqueVerify')
  expect(answer).toMatch(/set-cookie: marque-verify=1; Path=\/; Secure; SameSite=None/i)
  expect(forwarded).toEqual([])
})

test('a request without TLS goes to the layer under its absolute URL', async () => {
  await start()
  const status = await new Promise((resolve, reject) => {
    const headers = { host: 'api.example.com' }
    sendHttp({ port: proxy.port, path: PLAIN, headers }, (response) => {
      resolve(response.resume().statusCode)
    })
      .once('error', reject)
      .end()
  })
  expect(status).toBe(200)
  expect(forwarded.map(({ url }) => url)).toEqual([PLAIN])
})
