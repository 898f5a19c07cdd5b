import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { selfSigned, signedBy } from '@marque/testkit/certificates'
import { listen } from '@marque/testkit/http'
import { APP } from '@marque/testkit/policies'
import { freePort } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf } from './compare-response.ts'
import {
  ENVOY,
  openEnvoyTestBed,
  overTls,
  type Ports,
  type Protocol,
  portsOf,
  startEnvoy,
  withKey,
} from './envoy-test-bed.ts'
import type { RequestCase } from './requests.cases.ts'
import { type Answer, type Arrived, POLICY, sendRaw, type TestBed } from './test-bed.ts'

const GRANTED: RequestCase = { title: '', lines: [['Origin', APP]] }
const EVIL: RequestCase = { title: '', lines: [['Origin', 'https://evil.example']] }
/** Goes on, and nobody may read it. */
const UNREADABLE: RequestCase = { ...EVIL, target: '/v1/reports/1' }
const PREFLIGHT: RequestCase = {
  title: '',
  method: 'OPTIONS',
  lines: [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PATCH'],
  ],
}
const KEY = '0123456789abcdef0123456789abcdef'
const KEYED: RequestCase = { title: '', lines: [...GRANTED.lines, ['Marque-Service-Key', KEY]] }

if (ENVOY === undefined) {
  test.skip('Envoy is missing: npm run parts -- --only envoy')
} else {
  describe.each<Protocol>(['grpc', 'http'])('Envoy, asking over %s', (protocol) => {
    let testBed: TestBed
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(POLICY)
    })
    afterAll(async () => {
      await testBed?.close()
    })

    type Send = (request: RequestCase) => Promise<Answer>

    /** An Envoy for as long as the test takes. */
    async function withEnvoy(
      other: Partial<Ports>,
      use: (send: Send) => Promise<void>,
      change?: (text: string) => string,
    ): Promise<void> {
      const ports = { ...portsOf(testBed), ...other }
      const envoy = await startEnvoy(protocol, testBed.folder, ports, change)
      try {
        testBed.take()
        await use((request) => sendRaw(envoy.port, bytesOf(request)))
      } finally {
        await envoy.stop()
      }
    }

    test('CORS headers of the application in early answers and trailers do not pass', async () => {
      const application = createNetServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => socket.end(EARLY_AND_LATE.join('\r\n')))
      })
      const port = await listen(application as Server)
      try {
        await withEnvoy({ application: port }, async (send) => {
          const answer = await send(UNREADABLE)
          expect(answer.status).toBe(200)
          expect(`${answer.lines.join('\n')}\n${answer.body}`).not.toMatch(/access-control/i)
          expect(answer.valuesOf('vary').join(', ')).toMatch(/\*/)
        })
      } finally {
        application.close()
      }
    })

    test('an application that is gone: the page can read that it is', async () => {
      await withEnvoy({ application: await freePort() }, async (send) => {
        const answer = await send(GRANTED)
        const readers = answer.valuesOf('access-control-allow-origin')
        expect([answer.status, readers]).toEqual([503, [APP]])
        const evil = await send(UNREADABLE)
        expect([evil.status, corsOf(evil)]).toEqual([503, []])
      })
    })

    test('without the service nothing goes on', async () => {
      const nobody = await freePort()
      await withEnvoy({ grpc: nobody, http: nobody }, async (send) => {
        for (const request of [GRANTED, EVIL, PREFLIGHT, { title: '', lines: [] }]) {
          const answer = await send(request)
          expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
        }
      })
    })

    test('a service that never answers: nothing goes on', async () => {
      const silent = createNetServer(() => undefined)
      const nobody = await listen(silent as Server)
      try {
        await withEnvoy({ grpc: nobody, http: nobody }, async (send) => {
          const answer = await send(GRANTED)
          expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
        })
      } finally {
        silent.close()
      }
    })

    test('a service that answers what is no answer: nothing goes on', async () => {
      const broken = createServer((_, response) => response.writeHead(500).end('x'))
      const nobody = await listen(broken)
      try {
        await withEnvoy({ grpc: nobody, http: nobody }, async (send) => {
          const answer = await send(GRANTED)
          expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
        })
      } finally {
        broken.closeAllConnections()
        broken.close()
      }
    })

    test('a service that comes back is asked again', async () => {
      const first = await openEnvoyTestBed(POLICY)
      const ports = portsOf(first)
      await withEnvoy({ grpc: ports.grpc, http: ports.http }, async (send) => {
        expect((await send(GRANTED)).status).toBe(200)
        await first.close()
        expect((await send(GRANTED)).status).toBe(503)
        const second = await openEnvoyTestBed(POLICY, {
          listen: { host: '127.0.0.1', port: ports.http },
          grpc: { host: '127.0.0.1', port: ports.grpc },
        })
        try {
          await expect
            .poll(async () => (await send(GRANTED)).status, { timeout: 300_000 })
            .toBe(200)
        } finally {
          await second.close()
        }
      })
    })

    test('only who has the key is answered', async () => {
      const keyFile = join(testBed.folder, `key-${protocol}`)
      writeFileSync(keyFile, KEY)
      const closed = await openEnvoyTestBed(POLICY, { keyFile })
      const { grpc, http } = portsOf(closed)
      // Over gRPC there is an error for it, and Envoy makes of each what it makes of a service that is gone.
      const refused = protocol === 'grpc' ? 503 : 403
      try {
        for (const change of [undefined, withKey(KEY.replace('0', '1'))]) {
          const check = async (send: Send): Promise<void> => {
            for (const request of [GRANTED, KEYED]) {
              const answer = await send(request)
              expect([answer.status, corsOf(answer), testBed.take()]).toEqual([refused, [], []])
            }
          }
          await withEnvoy({ grpc, http }, check, change)
        }
        const granted = async (send: Send): Promise<void> => {
          expect((await send(GRANTED)).status).toBe(200)
          const [{ raw }] = testBed.take() as readonly [Arrived]
          expect(raw).not.toContain(KEY)
        }
        await withEnvoy({ grpc, http }, granted, withKey(KEY))
      } finally {
        await closed.close()
      }
    })

    test('over TLS, each end knows the other by its certificate', async () => {
      const { folder } = testBed
      const named = (name: string): string => `${protocol}-${name}`
      const service = selfSigned(folder, named('service'))
      const authority = selfSigned(folder, named('authority'))
      for (const name of ['stranger', 'other']) selfSigned(folder, named(name))
      signedBy(folder, named('authority'), named('envoy'))
      const closed = await openEnvoyTestBed(POLICY, {
        tls: { ...service, clientCaFile: authority.certFile },
      })
      const { grpc, http } = portsOf(closed)
      /** What is granted, with these files in the places of the example's. */
      const asked = async (trusted: string, own: string, sni: string): Promise<number> => {
        const change = (text: string): string =>
          overTls(folder)(text)
            .replace('authority.pem', `${named(trusted)}.pem`)
            .replace('envoy.pem', `${named(own)}.pem`)
            .replace('envoy.key', `${named(own)}.key`)
            .replace('marque.internal', sni)
        let seen = 0
        const check = async (send: Send): Promise<void> => {
          seen = (await send(GRANTED)).status
        }
        await withEnvoy({ grpc, http }, check, change)
        return seen
      }
      try {
        expect(await asked('service', 'envoy', 'localhost')).toBe(200)
        testBed.take()
        expect(await asked('service', 'stranger', 'localhost')).toBe(503)
        expect(await asked('other', 'envoy', 'localhost')).toBe(503)
        expect(await asked('service', 'envoy', 'other.internal')).toBe(503)
        expect(testBed.take()).toEqual([])
      } finally {
        await closed.close()
      }
    })

    test('the reason is there for the access log of Envoy', async () => {
      const log = join(testBed.folder, `access-${protocol}.log`)
      const check = async (send: Send): Promise<void> => {
        await send(GRANTED)
        await send(EVIL)
      }
      await withEnvoy({}, check, withLog(log))
      // Over HTTP Envoy keeps nothing of a refusal but what the client gets.
      const denied = protocol === 'grpc' ? 'origin-not-granted' : '-'
      expect(readFileSync(log, 'utf8')).toBe(`200 granted\n403 ${denied}\n`)
    })
  })

  test('over gRPC, lines of one name that are joined are no question', async () => {
    const testBed = await openEnvoyTestBed(POLICY)
    const joining = (text: string): string =>
      text.replace('encode_raw_headers: true', 'encode_raw_headers: false')
    const envoy = await startEnvoy('grpc', testBed.folder, portsOf(testBed), joining)
    try {
      const answer = await sendRaw(envoy.port, bytesOf(GRANTED))
      expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
    } finally {
      await envoy.stop()
      await testBed.close()
    }
  })
}

const EARLY_AND_LATE: readonly string[] = [
  'HTTP/1.1 103 Early Hints',
  'Access-Control-Allow-Origin: *',
  'Link: </a>',
  '',
  'HTTP/1.1 200 OK',
  'aCCESS-cONTROL-aLLOW-oRIGIN: *',
  'Access-Control-Zonk: 1',
  'Vary: *',
  'Transfer-Encoding: chunked',
  'Trailer: X',
  '',
  '4',
  'body',
  '0',
  'Access-Control-Allow-Origin: *',
  '',
  '',
]

function withLog(file: string): (text: string) => string {
  const format = '%RESPONSE_CODE% %DYNAMIC_METADATA(envoy.filters.http.ext_authz:marque-reason)%\\n'
  const indent = ' '.repeat(16)
  const lines = [
    'stat_prefix: world',
    'access_log:',
    '  - name: file',
    '    typed_config:',
    '      "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
    `      path: ${file}`,
    `      log_format: { text_format_source: { inline_string: "${format}" } }`,
  ]
  return (text) => text.replace('stat_prefix: world', lines.join(`\n${indent}`))
}
