import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { decide, type HeaderLine } from '@marque/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(existsSync)
const EXAMPLE = new URL('../../examples/decision-service/nginx.conf', import.meta.url)

/** nginx refuses these by itself, before anything is asked: stricter than the policy, and never wider. The last is the example's own, and internal. */
const REFUSED_BY_NGINX: { readonly [target: string]: number } = {
  '/v1/account/me%00': 400,
  '/v1/account/%zz': 400,
  '/.marque/check': 404,
}

if (NGINX === undefined) {
  test.skip('nginx is missing: npm run parts -- --only nginx')
} else {
  describe('nginx', () => {
    let place: Place
    let nginx: Started
    beforeAll(async () => {
      place = await openPlace()
      nginx = await start(place, new URL(place.service.url).port)
    })
    afterAll(async () => {
      await nginx?.stop()
      await place?.close()
    })

    for (const request of requests) {
      test(`as the engine decides: ${request.title}`, async () => {
        place.take()
        const answer = await sendRaw(nginx.port, bytesOf(request))
        const arrived = place.take()
        const refusedBy = REFUSED_BY_NGINX[request.target ?? '']
        if (refusedBy !== undefined) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([refusedBy, 0, []])
          return
        }
        const { engine } = place.service.policy
        const decision = decide(engine!, factsOf(request), {}, place.service.policy.moment())
        expect(arrived).toHaveLength(decision.reach ? 1 : 0)
        expect(corsOf(answer)).toEqual(
          decision.headers
            .filter(([name]) => name.startsWith('access-control-'))
            .map(([name, value]) => `${name}: ${value}`)
            .sort(),
        )
        const isUpgraded = answer.status === 101
        for (const name of isUpgraded ? [] : decision.vary) {
          expect(answer.valuesOf('vary').join(', ')).toContain(name)
        }
        if (decision.reach) {
          const [{ line, body }] = arrived as readonly [Arrived]
          const { method = 'GET', target = '/v1/account/me' } = request
          // What was judged is forwarded byte for byte.
          expect(line).toBe(isUpgraded ? `UPGRADE ${target}` : `${method} ${target}`)
          expect(body).toBe(request.body ?? '')
          expect(answer.status).toBe(
            isUpgraded ? 101 : Number(/status=(\d+)/.exec(target)?.[1] ?? 200),
          )
          expect(answer.valuesOf('marque-reason')).toEqual([])
          if (!isUpgraded) expect(ownedOf(answer)).toEqual(ownedBy(decision))
        } else {
          expect(answer.status).toBe(decision.status)
          if (decision.status !== 204) {
            expect(answer.valuesOf('content-type')).toEqual(['application/problem+json'])
            if (request.method !== 'HEAD')
              expect(JSON.parse(answer.body)).toMatchObject({ status: decision.status })
            expect(answer.valuesOf('cache-control')).toEqual(['no-store'])
          }
        }
      })
    }

    test('a WebSocket that the policy lets through is one, and no other upgrade is', async () => {
      const byTitle = (title: string): RequestCase => requests.find((one) => one.title === title)!
      expect((await sendRaw(nginx.port, bytesOf(byTitle('WebSocket')))).status).toBe(101)
      place.take()
      for (const title of ['another upgrade', 'an upgrade without its connection']) {
        expect((await sendRaw(nginx.port, bytesOf(byTitle(title)))).status).toBe(200)
        const [{ raw }] = place.take() as readonly [Arrived]
        expect(raw.map((text) => text.toLowerCase())).not.toContain('upgrade')
      }
    })

    test('a target in absolute form that names another host is refused', async () => {
      place.take()
      const lines = [`Host: ${HOST}`, `Origin: ${APP}`, 'Connection: close', '', '']
      const of = (url: string): Promise<Answer> =>
        sendRaw(nginx.port, [`GET ${url} HTTP/1.1`, ...lines].join('\r\n'))
      expect((await of('http://other.example.com/v1/account/me')).status).toBe(400)
      expect(place.take()).toEqual([])
      expect((await of(`http://${HOST}/v1/account/me`)).status).toBe(200)
    })

    test('without Host, and with two, nothing is asked and nothing goes on', async () => {
      place.take()
      for (const hosts of [[], [`Host: ${HOST}`, 'Host: other.example.com']]) {
        const text = ['GET /v1/account/me HTTP/1.1', ...hosts, 'Connection: close', '', '']
        expect((await sendRaw(nginx.port, text.join('\r\n'))).status).toBe(400)
      }
      expect(place.take()).toEqual([])
    })

    test('a body in chunks goes on whole, and nothing of it to the service', async () => {
      place.take()
      const lines = [`Host: ${HOST}`, `Origin: ${APP}`, 'Connection: close']
      const text = ['POST /v1/account/me HTTP/1.1', ...lines, 'Transfer-Encoding: chunked', '', '']
      const answer = await sendRaw(nginx.port, `${text.join('\r\n')}4\r\nbody\r\n0\r\n\r\n`)
      expect([answer.status, place.take().map(({ body }) => body)]).toEqual([200, ['body']])
    })

    test('a client of HTTP/1.0 that names no host is refused', async () => {
      const answer = await sendRaw(
        nginx.port,
        'GET /v1/account/me HTTP/1.0\r\nConnection: close\r\n\r\n',
      )
      expect([answer.status, place.take()]).toEqual([403, []])
    })

    test('a service that never answers: nothing goes on', async () => {
      const silent = createServer(() => undefined)
      const port = await listenOn(silent)
      const waiting = await start(place, String(port), 'waiting')
      try {
        const answer = await sendRaw(waiting.port, bytesOf({ title: '', lines: [['Origin', APP]] }))
        expect([answer.status, corsOf(answer), place.take()]).toEqual([500, [], []])
      } finally {
        await waiting.stop()
        silent.closeAllConnections()
        silent.close()
      }
    })

    test('what needs a login that nobody can check here is refused, and the page can read it', async () => {
      const answer = await sendRaw(
        nginx.port,
        bytesOf({ title: '', target: '/v1/login', lines: [['Origin', APP]] }),
      )
      expect(answer.status).toBe(401)
      expect(answer.valuesOf('access-control-allow-origin')).toEqual([APP])
      expect(place.take().filter(({ line }) => line.includes('login'))).toEqual([])
    })

    test('without the service nothing goes on', async () => {
      const alone = await start(place, String(await freePort()), 'alone')
      try {
        place.take()
        for (const request of [
          { title: '', lines: [['Origin', APP]] },
          { title: '', lines: [] },
          {
            title: '',
            method: 'OPTIONS',
            lines: [
              ['Origin', APP],
              ['Access-Control-Request-Method', 'PATCH'],
            ],
          },
        ] as const) {
          const answer = await sendRaw(alone.port, bytesOf(request))
          expect([answer.status, corsOf(answer)]).toEqual([500, []])
        }
        expect(place.take()).toEqual([])
      } finally {
        await alone.stop()
      }
    })
  })
}

interface Started {
  readonly port: number
  stop(): Promise<void>
}

/** The example as it stands, at other ports. */
async function start(place: Place, service: string, name = 'nginx'): Promise<Started> {
  const port = await freePort()
  const folder = join(place.folder, name)
  mkdirSync(folder)
  const text = readFileSync(EXAMPLE, 'utf8')
    .replaceAll('127.0.0.1:9090', `127.0.0.1:${service}`)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${place.applicationPort}`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
  writeFileSync(join(folder, 'nginx.conf'), text)
  // Workers of an nginx that root starts are of another user, who may not write in the folder of the test.
  const user = process.getuid?.() === 0 ? ' user root;' : ''
  const child = spawn(
    NGINX ?? '',
    ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log', '-g', `daemon off;${user}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await untilOpen(port, child, () => said)
  return {
    port,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function untilOpen(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let times = 0; times < 200; times++) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`nginx does not listen: ${said()}`)
}

function linesOf({ host = HOST, lines, body }: RequestCase): readonly HeaderLine[] {
  const length: readonly HeaderLine[] =
    body === undefined ? [] : [['Content-Length', String(body.length)]]
  const isClosing = !lines.some(([name]) => name === 'Connection')
  const closing: readonly HeaderLine[] = isClosing ? [['Connection', 'close']] : []
  return [['Host', host], ...lines, ...length, ...closing]
}

function bytesOf(request: RequestCase): string {
  const { method = 'GET', target = '/v1/account/me', body = '' } = request
  const lines = linesOf(request).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

function factsOf(request: RequestCase) {
  const { method = 'GET', target = '/v1/account/me', host = HOST } = request
  return { method, url: `http://${host}${target}`, headers: linesOf(request) }
}

function corsOf({ lines }: Answer): readonly string[] {
  return lines
    .filter(([name]) => name.startsWith('access-control-'))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
}

/** The two headers that the policy owns for some resources only; the application sends both. */
function ownedOf(answer: Answer): object {
  return {
    corp: answer.valuesOf('cross-origin-resource-policy'),
    timing: answer.valuesOf('timing-allow-origin'),
  }
}

function ownedBy({ headers, removes }: ReturnType<typeof decide>): object {
  const of = (name: string, below: string): readonly string[] => {
    const set = headers.filter(([field]) => field === name).map(([, value]) => value)
    return set.length > 0 || removes.includes(name) ? set : [below]
  }
  return {
    corp: of('cross-origin-resource-policy', 'cross-origin'),
    timing: of('timing-allow-origin', '*'),
  }
}
