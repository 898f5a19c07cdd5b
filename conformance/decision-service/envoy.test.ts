import { createServer } from 'node:http'
import {
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2'
import { createServer as createNetServer } from 'node:net'
import { type Decision, decide } from '@marque/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsBy, corsOf, factsOf, ownedBy, ownedOf } from './as-decided.ts'
import { ENVOY, type Places, type Protocol, type RunningEnvoy, startEnvoy } from './envoy-place.ts'
import {
  type Answer,
  APP,
  type Arrived,
  freePort,
  HOST,
  listenOn,
  openPlace,
  type Place,
  sendRaw,
} from './place.ts'
import { type RequestCase, requests } from './requests.cases.ts'

/** Envoy refuses these by itself, before anything is asked: stricter than the policy, and never wider. */
const REFUSED_BY_ENVOY: { readonly [target: string]: number } = {
  '/v1/account/me?a=/../b#c': 400,
}

/** Envoy takes away what `Connection` names before it asks, and the application does not see it either: the request without these lines is judged. */
const TAKEN_AWAY: { readonly [title: string]: readonly string[] } = {
  'Connection names Origin': ['origin', 'connection'],
}

const PREFLIGHT: RequestCase = {
  title: '',
  method: 'OPTIONS',
  lines: [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PATCH'],
  ],
}
const GRANTED: RequestCase = { title: '', lines: [['Origin', APP]] }
const EVIL: RequestCase = { title: '', lines: [['Origin', 'https://evil.example']] }

if (ENVOY === undefined) {
  test.skip('Envoy is missing: npm run parts -- --only envoy')
} else {
  describe.each<Protocol>(['grpc', 'http'])('Envoy, asking over %s', (protocol) => {
    let place: Place
    let envoy: RunningEnvoy
    beforeAll(async () => {
      place = await openPlace({ grpc: { host: '127.0.0.1', port: 0 } })
      envoy = await startEnvoy(protocol, placesOf(place))
    })
    afterAll(async () => {
      await envoy?.stop()
      await place?.close()
    })

    const send = (request: RequestCase, port = envoy.port): Promise<Answer> =>
      sendRaw(port, bytesOf(request))

    /** Another Envoy, for as long as the test takes. */
    async function withEnvoy(
      places: Partial<Places>,
      use: (port: number) => Promise<void>,
      change?: (text: string) => string,
    ): Promise<void> {
      const other = await startEnvoy(protocol, { ...placesOf(place), ...places }, change)
      try {
        place.take()
        await use(other.port)
      } finally {
        await other.stop()
      }
    }

    for (const request of requests) {
      test(`as the engine decides: ${request.title}`, async () => {
        place.take()
        const answer = await send(request)
        const arrived = place.take()
        const refusedBy = REFUSED_BY_ENVOY[request.target ?? '']
        if (refusedBy !== undefined) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([refusedBy, 0, []])
          return
        }
        const decision = decisionOn(place, request)
        expect(corsOf(answer)).toEqual(corsBy(decision))
        const isUpgraded = answer.status === 101
        for (const name of isUpgraded ? [] : decision.vary) {
          expect(answer.valuesOf('vary').join(', ')).toContain(name)
        }
        // Nothing that only Marque and Envoy tell each other.
        const inner = answer.lines.filter(([name]) => /^(?:marque|x-envoy|x-original)-/.test(name))
        expect(inner).toEqual([])
        if (decision.reach && decision.reason === 'path-ambiguous') {
          // One resource needs a login, and this may be it (ADR 0009, 3).
          expect([answer.status, arrived.length]).toEqual([401, 0])
        } else if (decision.reach) {
          expect(arrived).toHaveLength(1)
          const [{ line, body, raw }] = arrived as readonly [Arrived]
          const { method = 'GET', target = '/v1/account/me' } = request
          // What was judged is forwarded byte for byte.
          expect(line).toBe(isUpgraded ? `UPGRADE ${target}` : `${method} ${target}`)
          expect(body).toBe(request.body ?? '')
          expect(answer.status).toBe(
            isUpgraded ? 101 : Number(/status=(\d+)/.exec(target)?.[1] ?? 200),
          )
          expect(namesOf(raw).filter((name) => name.startsWith('marque'))).toEqual([])
          for (const name of TAKEN_AWAY[request.title] ?? [])
            expect(namesOf(raw)).not.toContain(name)
          if (!isUpgraded) expect(ownedOf(answer)).toEqual(ownedBy(decision))
        } else {
          expect(arrived).toEqual([])
          expect(answer.status).toBe(decision.status)
          if (decision.status === 204) return
          expect(answer.valuesOf('cache-control')).toEqual(['no-store'])
          // Envoy drops the type of an answer without a body, which the service's answer to HEAD is.
          if (request.method === 'HEAD' && protocol === 'http') return
          expect(answer.valuesOf('content-type')).toEqual(['application/problem+json'])
          if (request.method === 'HEAD') return
          expect(JSON.parse(answer.body)).toMatchObject({ status: decision.status })
          expect(answer.valuesOf('content-length')).toEqual([String(answer.body.length)])
        }
      })
    }

    test('a WebSocket that the policy lets through is one, and no other upgrade is', async () => {
      const byTitle = (title: string): RequestCase => requests.find((one) => one.title === title)!
      expect((await send(byTitle('WebSocket'))).status).toBe(101)
      place.take()
      for (const title of ['another upgrade', 'an upgrade without its connection']) {
        expect((await send(byTitle(title))).status).toBe(200)
        const [{ raw }] = place.take() as readonly [Arrived]
        expect(namesOf(raw)).not.toContain('upgrade')
      }
    })

    test('a target in absolute form is judged, and passed on, as one of the host that it names', async () => {
      place.take()
      const lines = [`Host: ${HOST}`, `Origin: ${APP}`, 'Connection: close', '', '']
      const of = (url: string): Promise<Answer> =>
        sendRaw(envoy.port, [`GET ${url} HTTP/1.1`, ...lines].join('\r\n'))
      expect((await of('http://other.example.com/v1/account/me')).status).toBe(403)
      expect(place.take()).toEqual([])
      expect((await of(`http://${HOST}/v1/account/me`)).status).toBe(200)
      const [{ raw }] = place.take() as readonly [Arrived]
      expect(valuesIn(raw, 'host')).toEqual([HOST])
    })

    test.each([
      ['without Host', []],
      ['with two', [`Host: ${HOST}`, 'Host: other.example.com']],
      ['with two in one', [`Host: ${HOST}, other.example.com`]],
      ['with a path in it', [`Host: ${HOST}/v1/account`]],
      ['with a name and a password in it', [`Host: ${HOST}@other.example.com`]],
      ['with an empty one', ['Host: ']],
    ])('%s nothing goes on', async (_, hosts) => {
      place.take()
      const text = [
        'GET /v1/account/me HTTP/1.1',
        ...hosts,
        `Origin: ${APP}`,
        'Connection: close',
        '',
        '',
      ]
      const answer = await sendRaw(envoy.port, text.join('\r\n'))
      expect([answer.status >= 400, corsOf(answer), place.take()]).toEqual([true, [], []])
    })

    test('a body in chunks goes on whole, and nothing of it to the service', async () => {
      place.take()
      const lines = [`Host: ${HOST}`, `Origin: ${APP}`, 'Connection: close']
      const text = ['POST /v1/account/me HTTP/1.1', ...lines, 'Transfer-Encoding: chunked', '', '']
      const answer = await sendRaw(envoy.port, `${text.join('\r\n')}4\r\nbody\r\n0\r\n\r\n`)
      expect([answer.status, place.take().map(({ body }) => body)]).toEqual([200, ['body']])
    })

    test.each([
      'OPTIONS *',
      'CONNECT api.example.com:80',
      'TRACE /v1/account/me',
      'get /v1/account/me',
    ])('the odd request `%s` does not go on', async (first) => {
      place.take()
      const lines = [
        `${first} HTTP/1.1`,
        `Host: ${HOST}`,
        `Origin: ${APP}`,
        'Connection: close',
        '',
        '',
      ]
      const answer = await sendRaw(envoy.port, lines.join('\r\n'))
      expect([answer.status >= 400, corsOf(answer), place.take()]).toEqual([true, [], []])
    })

    test('what a client writes about ownership, decisions and questions changes nothing', async () => {
      place.take()
      const answer = await send({
        title: '',
        target: '/assets/a.js',
        lines: [
          ['Origin', 'https://evil.example'],
          ['Marque-Owns', 'timing-allow-origin, cross-origin-resource-policy'],
          ['Marque-Decision', 'x'],
          ['Marque_Decision', 'x'],
          ['Marque-Token', 'x'],
          ['X-Envoy-Auth-Headers-To-Remove', 'origin'],
          ['X-Original-Scheme', 'https'],
          ['X-Original-Address', '10.0.0.1'],
          ['X-Forwarded-Proto', 'https'],
          ['X-Request-Id', 'x'],
        ],
      })
      expect(answer.status).toBe(200)
      expect(ownedOf(answer)).toEqual({ corp: ['cross-origin'], timing: ['*'] })
      const [{ raw }] = place.take() as readonly [Arrived]
      expect(namesOf(raw).filter((name) => name.startsWith('marque'))).toEqual([])
    })

    test('what needs a login that nobody can check here is refused, and the page can read it', async () => {
      place.take()
      const answer = await send({ ...GRANTED, target: '/v1/login' })
      expect(answer.status).toBe(401)
      expect(answer.valuesOf('access-control-allow-origin')).toEqual([APP])
      expect(place.take()).toEqual([])
    })

    test('CORS headers of the application in early answers and trailers do not pass', async () => {
      const crlf = (...lines: readonly string[]): string =>
        lines.map((line) => `${line}\r\n`).join('')
      const raw = createNetServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () =>
          socket.end(
            crlf('HTTP/1.1 103 Early Hints', 'Access-Control-Allow-Origin: *', 'Link: </a>', '') +
              crlf('HTTP/1.1 200 OK', 'aCCESS-cONTROL-aLLOW-oRIGIN: *', 'Access-Control-Zonk: 1') +
              crlf('Vary: *', 'Transfer-Encoding: chunked', 'Trailer: X', '') +
              crlf('4', 'body', '0', 'Access-Control-Allow-Origin: *', ''),
          ),
        )
      })
      const applicationPort = await listenOn(raw as ReturnType<typeof createServer>)
      try {
        await withEnvoy({ applicationPort }, async (port) => {
          const answer = await send({ ...EVIL, target: '/v1/reports/1' }, port)
          expect(answer.status).toBe(200)
          expect(`${answer.lines.join('\n')}\n${answer.body}`).not.toMatch(/access-control/i)
          expect(answer.valuesOf('vary').join(', ')).toMatch(/\*/)
        })
      } finally {
        raw.close()
      }
    })

    test('an application that is gone: the page can read that it is', async () => {
      await withEnvoy({ applicationPort: await freePort() }, async (port) => {
        const answer = await send(GRANTED, port)
        expect([answer.status, answer.valuesOf('access-control-allow-origin')]).toEqual([
          503,
          [APP],
        ])
        const evil = await send({ ...EVIL, target: '/v1/reports/1' }, port)
        expect([evil.status, corsOf(evil)]).toEqual([503, []])
      })
    })

    test('without the service nothing goes on', async () => {
      const nobody = await freePort()
      await withEnvoy({ service: { grpc: nobody, http: nobody } }, async (port) => {
        for (const request of [GRANTED, EVIL, PREFLIGHT, { title: '', lines: [] }]) {
          const answer = await send(request, port)
          expect([answer.status, corsOf(answer), place.take()]).toEqual([503, [], []])
        }
      })
    })

    test('a service that never answers: nothing goes on', async () => {
      const silent = createServer(() => undefined)
      const nobody = await listenOn(silent)
      try {
        await withEnvoy({ service: { grpc: nobody, http: nobody } }, async (port) => {
          const answer = await send(GRANTED, port)
          expect([answer.status, corsOf(answer), place.take()]).toEqual([503, [], []])
        })
      } finally {
        silent.closeAllConnections()
        silent.close()
      }
    })

    describe('a client of HTTP/2', () => {
      const h2 = (headers: object) => sendHttp2(envoy.port, headers)
      const me = { ':path': '/v1/account/me', ':authority': HOST }

      test('is answered as others are', async () => {
        place.take()
        const granted = await h2({ ...me, origin: APP, cookie: ['a=1', 'b=2'] })
        expect(granted[':status']).toBe(200)
        expect(granted['access-control-allow-origin']).toBe(APP)
        expect(granted['access-control-allow-credentials']).toBe('true')
        expect(place.take()).toHaveLength(1)
        const evil = await h2({ ...me, origin: 'https://evil.example' })
        expect([evil[':status'], evil['access-control-allow-origin']]).toEqual([403, undefined])
        const preflight = await h2({
          ...me,
          ':method': 'OPTIONS',
          origin: APP,
          'access-control-request-method': 'PATCH',
        })
        expect(preflight[':status']).toBe(204)
        expect(preflight['access-control-allow-methods']).toBe('GET, PATCH, POST')
        expect(place.take()).toEqual([])
      })

      test('is judged by the authority that is passed on', async () => {
        place.take()
        const other = await h2({ ...me, ':authority': 'other.example.com', origin: APP })
        expect([other[':status'], place.take()]).toEqual([403, []])
      })

      test('does not choose its scheme', async () => {
        const own = { ...me, ':path': '/v1/reports/1' }
        const http = await h2({ ...own, origin: 'http://api.example.com' })
        const https = await h2({ ...own, ':scheme': 'https', origin: 'http://api.example.com' })
        expect([http[':status'], https[':status']]).toEqual([200, 200])
        place.take()
      })

      test('opens no socket by CONNECT', async () => {
        place.take()
        const answer = await h2({
          ':method': 'CONNECT',
          ':protocol': 'websocket',
          ':scheme': 'http',
          ':path': '/v1/live',
          ':authority': HOST,
          origin: 'https://evil.example',
        }).catch(() => ({ ':status': 400 }))
        expect([Number(answer[':status']) >= 400, place.take()]).toEqual([true, []])
      })
    })

    test('only who has the key is answered', async () => {
      const { folder } = place
      const { writeFileSync } = await import('node:fs')
      const key = '0123456789abcdef0123456789abcdef'
      const keyFile = `${folder}/key-${protocol}`
      writeFileSync(keyFile, key)
      const closed = await openPlace({ grpc: { host: '127.0.0.1', port: 0 }, keyFile })
      const { service } = placesOf(closed)
      try {
        await withEnvoy({ service }, async (port) => {
          const refused = protocol === 'grpc' ? 503 : 403
          const answer = await send(GRANTED, port)
          expect([answer.status, corsOf(answer), place.take()]).toEqual([refused, [], []])
          const forged = await send(
            {
              ...GRANTED,
              lines: [
                ['Origin', APP],
                ['Marque-Service-Key', key],
              ],
            },
            port,
          )
          expect([forged.status, place.take()]).toEqual([refused, []])
        })
        const withKey = (text: string): string =>
          text
            .replace('# initial_metadata:', 'initial_metadata:')
            .replace(/#( +- \{ key: marque-service-key, value: )…/, `$1${key}`)
        await withEnvoy(
          { service },
          async (port) => {
            expect((await send(GRANTED, port)).status).toBe(200)
            const [{ raw }] = place.take() as readonly [Arrived]
            expect(raw).not.toContain(key)
          },
          withKey,
        )
      } finally {
        await closed.close()
      }
    })

    test('the reason is there for the access log of Envoy', async () => {
      const log = `${place.folder}/access-${protocol}.log`
      const withLog = (text: string): string =>
        text.replace(
          '                stat_prefix: world\n',
          `                stat_prefix: world
                access_log:
                  - name: file
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
                      path: ${log}
                      log_format: { text_format_source: { inline_string: "%RESPONSE_CODE% %DYNAMIC_METADATA(envoy.filters.http.ext_authz:marque-reason)%\\n" } }
`,
        )
      await withEnvoy(
        {},
        async (port) => {
          await send(GRANTED, port)
          await send(EVIL, port)
        },
        withLog,
      )
      const { readFileSync } = await import('node:fs')
      // Over HTTP Envoy keeps nothing of a refusal but what the client gets.
      const denied = protocol === 'grpc' ? 'origin-not-granted' : '-'
      expect(readFileSync(log, 'utf8')).toBe(`200 granted\n403 ${denied}\n`)
    })
  })

  test('over gRPC, lines of one name that are joined are no question', async () => {
    const place = await openPlace({ grpc: { host: '127.0.0.1', port: 0 } })
    const joining = (text: string): string =>
      text.replace('encode_raw_headers: true', 'encode_raw_headers: false')
    const envoy = await startEnvoy('grpc', placesOf(place), joining)
    try {
      const answer = await sendRaw(envoy.port, bytesOf(GRANTED))
      expect([answer.status, corsOf(answer), place.take()]).toEqual([503, [], []])
    } finally {
      await envoy.stop()
      await place.close()
    }
  })
}

function placesOf(place: Place): Places {
  const [, grpc] = /:(\d+)$/.exec(place.service.grpcAddress ?? '') ?? []
  return {
    folder: place.folder,
    service: { grpc: Number(grpc), http: Number(new URL(place.service.url).port) },
    applicationPort: place.applicationPort,
  }
}

function decisionOn(place: Place, request: RequestCase): Decision {
  const { engine } = place.service.policy
  const facts = factsOf(request)
  const gone = TAKEN_AWAY[request.title] ?? []
  const headers = facts.headers.filter(([name]) => !gone.includes(name.toLowerCase()))
  return decide(engine!, { ...facts, headers }, {}, place.service.policy.moment())
}

/** @param raw Names and values in turn. */
function namesOf(raw: readonly string[]): readonly string[] {
  return raw.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
}

function valuesIn(raw: readonly string[], lower: string): readonly string[] {
  return raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === lower)
}

function sendHttp2(
  port: number,
  headers: object,
): Promise<Partial<IncomingHttpHeaders & IncomingHttpStatusHeader>> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`)
    session.once('error', reject)
    const stream = session.request({ ...headers })
    stream.once('error', reject)
    // Without an answer; after one it changes nothing.
    stream.once('close', () => reject(new Error('the stream was reset')))
    stream.once('response', (answer) => {
      stream.resume()
      stream.once('end', () => {
        session.close()
        resolve(answer)
      })
    })
    stream.end()
  })
}
