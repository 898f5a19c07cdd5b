import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { type LoginGateway, startLoginGateway } from '@marque/testkit/gateway'
import { APP } from '@marque/testkit/policies'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
let place: LoginGateway

const file = (name: string): string => join(folder, name)
const pem = (name: string): Buffer => readFileSync(file(`${name}.pem`))

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore', cwd: folder })
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A certificate of its own making. */
function selfSigned(name: string): void {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  const more = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  openssl('req', '-x509', ...EC, ...files, ...more)
}

/** One that `issuer` signed. */
function signedBy(issuer: string, name: string): void {
  openssl('req', ...EC, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
  const authority = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
  openssl('x509', '-req', '-in', `${name}.csr`, ...authority, '-out', `${name}.pem`)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-certificates-'))
  for (const name of ['server', 'authority', 'stranger']) selfSigned(name)
  signedBy('authority', 'client')
  place = await startLoginGateway({
    listen: [
      {
        host: '127.0.0.1',
        port: 0,
        tls: {
          certFile: file('server.pem'),
          keyFile: file('server.key'),
          clientCaFile: file('authority.pem'),
        },
      },
    ],
  })
})

afterAll(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

const identityOf = (name: string | null) =>
  name === null ? {} : { cert: pem(name), key: readFileSync(file(`${name}.key`)) }

function open(name: string | null, session?: Buffer): TLSSocket {
  const { hostname, port } = new URL(place.gateway.urls[0] ?? '')
  return connect({
    host: hostname,
    port: Number(port),
    ca: pem('server'),
    ALPNProtocols: ['http/1.1'],
    ...identityOf(name),
    ...(session !== undefined && { session }),
  })
}

const FORGED = ':Zm9yZ2Vk:'

/** What the application was told, and a session to go on with. */
async function ask(name: string | null, session?: Buffer) {
  const socket = open(name, session)
  let ticket: Buffer | undefined
  socket.on('session', (one: Buffer) => {
    ticket = one
  })
  let isResumed = false
  socket.once('secureConnect', () => {
    isResumed = socket.isSessionReused()
  })
  let text = ''
  socket.on('data', (part: Buffer) => {
    text += part.toString()
  })
  socket.write(
    `GET /public/x HTTP/1.1\r\nHost: api.example.com\r\nClient-Cert: ${FORGED}\r\nclient_cert: ${FORGED}\r\nClient-Cert-Chain: ${FORGED}\r\nConnection: close\r\n\r\n`,
  )
  await once(socket, 'close')
  return { told: certificatesIn(text), text, ticket, isResumed }
}

/** The values of all lines that could be read as a certificate. */
function certificatesIn(text: string): readonly string[] {
  const lines = JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)) as string[]
  return lines.filter((_, at) => at % 2 === 1 && /^client[-_]cert/i.test(lines[at - 1] ?? ''))
}

const expected = (): string => `:${new X509Certificate(pem('client')).raw.toString('base64')}:`

test('a certificate of the authority is told, and only it', async () => {
  expect((await ask('client')).told).toEqual([expected()])
})

test('a certificate of a stranger is told to nobody, and none is none', async () => {
  for (const name of ['stranger', null]) {
    const { told, text } = await ask(name)
    expect(told).toEqual([])
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(text).not.toContain(FORGED)
  }
})

test.each([
  ['client', true],
  ['stranger', false],
  [null, false],
])('a session of %s that is resumed is what it was', async (name, isTold) => {
  const first = await ask(name)
  const again = await ask(name, first.ticket)
  expect(again.isResumed).toBe(true)
  expect(again.told).toEqual(isTold ? [expected()] : [])
})

test('over HTTP/2 too, on every stream', async () => {
  for (const [name, told] of [
    ['client', [expected()]],
    ['stranger', []],
  ] as const) {
    const client = connectHttp2(place.gateway.urls[0] ?? '', {
      ca: pem('server'),
      ...identityOf(name),
    })
    for (let at = 0; at < 2; at++) {
      const stream = client.request({
        ':path': '/public/x',
        ':authority': 'api.example.com',
        'client-cert': FORGED,
      })
      let text = ''
      for await (const part of stream) text += String(part)
      expect(certificatesIn(text)).toEqual(told)
    }
    client.close()
  }
})

test('D13: a certificate is credentials, valid or not', async () => {
  for (const [name, isRead] of [
    ['client', false],
    ['stranger', false],
    [null, true],
  ] as const) {
    const socket = open(name)
    let text = ''
    socket.on('data', (part: Buffer) => {
      text += part.toString()
    })
    socket.write(
      `GET /plain HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nConnection: close\r\n\r\n`,
    )
    await once(socket, 'close')
    expect([name, text.includes('access-control-allow-origin')]).toEqual([name, isRead])
  }
})

test('a certificate is no login', async () => {
  const socket = open('client')
  let text = ''
  socket.on('data', (part: Buffer) => {
    text += part.toString()
  })
  socket.write('GET /account/me HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n')
  await once(socket, 'close')
  expect(text).toMatch(/^HTTP\/1\.1 401 /)
})
