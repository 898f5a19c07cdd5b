import { createServer, type RequestListener, type Server } from 'node:http'
import {
  startTestGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '@marque/testkit/gateway'
import { listen, openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type BodyError, relayBody } from '../src/relay/request-body.ts'

const HOST = 'Host: api.example.com\r\n'
const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function before(
  listener: RequestListener,
  more: Omit<TestGatewayOptions, 'upstream'> = {},
): Promise<TestGateway & { readonly app: Server }> {
  const app = createServer(listener)
  const port = await listen(app)
  stops.push(async () => {
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  })
  const under = await startTestGateway({ upstream: [`http://127.0.0.1:${port}`], ...more })
  stops.push(() => under.stop())
  return { ...under, app }
}

describe('streams', () => {
  test('the first event is there before the second is written', async () => {
    let next: (() => void) | undefined
    const { port } = await before((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      next = () => response.end('data: 2\n\n')
    })
    const wire = await openConnection(port)
    wire.send(requestBytes('/open/events'))
    expect(await wire.waitFor('data: 1')).not.toContain('data: 2')
    next?.()
    await wire.waitFor('data: 2')
  })

  test('the header of a silent stream is there at once', async () => {
    const { port } = await before((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    })
    const wire = await openConnection(port)
    wire.send(requestBytes('/open/events'))
    await wire.waitFor('\r\n\r\n')
  })

  test('every byte of a small body comes as it was sent, whichever way its end is told', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const bodies: readonly Buffer[] = [
      bytes,
      Buffer.alloc(12_288, bytes),
      Buffer.alloc(12_289, bytes),
    ]
    const { port } = await before((request, response) => {
      const body = bodies[Number(request.url?.at(-1))] ?? Buffer.alloc(0)
      const isTold = request.url?.includes('told') === true
      response.writeHead(200, isTold ? { 'content-length': body.length } : {})
      if (isTold) response.end(body)
      else {
        response.write(body.subarray(0, 100))
        response.end(body.subarray(100))
      }
    })
    for (const path of ['told', 'chunked']) {
      for (const [at, body] of bodies.entries()) {
        const answer = await fetch(`http://127.0.0.1:${port}/open/${path}/${at}`)
        expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
      }
    }
  })

  test('a body is relayed before it ends, and the answer before the body does', async () => {
    const { port } = await before((request, response) => {
      request.once('data', (chunk: Buffer) => response.write(`got ${chunk}`))
      request.on('end', () => response.end('all'))
    })
    for (const [lines, first, rest] of [
      ['Content-Length: 6\r\n', 'abc', 'def'],
      ['Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n', '3\r\ndef\r\n0\r\n\r\n'],
    ] as const) {
      const wire = await openConnection(port)
      wire.send(`POST /open/a HTTP/1.1\r\n${HOST}${lines}\r\n${first}`)
      await wire.waitFor('got abc')
      wire.send(rest)
      await wire.waitFor('all')
      wire.socket.destroy()
    }
  })

  test('a client that does not read stops the application, and memory stays flat', async () => {
    let sent = 0
    const { port } = await before((_request, response) => {
      const write = (): void => {
        while (sent < 200_000_000) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', write)
        }
        response.end()
      }
      write()
    })
    const wire = await openConnection(port)
    wire.socket.pause()
    wire.send(requestBytes('/open/large'))
    await pause(300)
    const after = sent
    await pause(200)
    expect(sent).toBe(after)
    expect(sent).toBeLessThan(50_000_000)
    wire.socket.destroy()
  })

  test('an application that does not read stops the client', async () => {
    const { port } = await before((request) => void request.pause())
    const wire = await openConnection(port)
    wire.send(`PUT /open/a HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = Buffer.concat([
      Buffer.from('10000\r\n'),
      Buffer.alloc(65_536),
      Buffer.from('\r\n'),
    ])
    let isFull = false
    for (let nth = 0; nth < 14 && !isFull; nth++) isFull = !wire.socket.write(chunk)
    await pause(50)
    wire.socket.destroy()
  })
})

describe('bodies', () => {
  test('an answer that comes before the body is over reaches the client, and the connection goes on', async () => {
    const { port } = await before((request, response) => {
      if (request.method === 'GET') return void response.end('next')
      response.writeHead(409, { connection: 'close' }).end('early')
    })
    const wire = await openConnection(port)
    wire.send(
      `POST /open/a HTTP/1.1\r\n${HOST}Content-Length: 500000\r\n\r\n${'a'.repeat(100_000)}`,
    )
    await wire.waitFor('early')
    wire.send('a'.repeat(400_000))
    wire.send(requestBytes('/open/next'))
    expect(await wire.waitForEnd()).toContain('next')
  })

  test('a chunked body beyond the bound is 413 and readable, and the application is cut off', async () => {
    let wasCut = false
    const { port, events } = await before((request) => {
      request.on('error', () => undefined)
      request.on('close', () => {
        wasCut = !request.complete
      })
      request.resume()
    })
    const wire = await openConnection(port)
    wire.send(
      `POST /open/a HTTP/1.1\r\n${HOST}Origin: https://app.example.com\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const chunk = `${(100_000).toString(16)}\r\n${'a'.repeat(100_000)}\r\n`
    for (let nth = 0; nth < 15; nth++) wire.send(chunk)
    const text = await wire.waitFor('body-too-large')
    expect(statusOf(text)).toBe(413)
    expect(text).toContain('access-control-allow-origin: https://app.example.com')
    wire.send('0\r\n\r\n')
    await wire.waitForEnd()
    expect(wasCut).toBe(true)
    expect(events).toContain('failed body-too-large')
  })

  test('a client that waits is asked for its body only when it is wanted', async () => {
    const { port } = await before((request, response) => {
      request.on('end', () => response.end('thanks')).resume()
    })
    const lines = `${HOST}Content-Length: 3\r\nExpect: 100-continue\r\n`
    const wanted = await openConnection(port)
    wanted.send(`POST /open/a HTTP/1.1\r\n${lines}\r\n`)
    await wanted.waitFor('HTTP/1.1 100 Continue\r\n\r\n')
    wanted.send('abc')
    await wanted.waitFor('thanks')
    const refused = await openConnection(port)
    refused.send(`POST /closed/a HTTP/1.1\r\n${lines}Origin: https://evil.example\r\n\r\n`)
    const text = await refused.waitForEnd()
    expect(statusOf(text)).toBe(403)
    expect(text).not.toContain('100 Continue')
    expect(text).toMatch(/connection: close/i)
  })

  test.each([
    { name: 'stops', sends: '', fault: 'body-too-slow' },
    { name: 'trickles', sends: 'a', fault: 'body-too-slow' },
    { name: 'sends on', sends: 'a'.repeat(100), fault: undefined },
  ])('a client that $name', async ({ sends, fault }) => {
    // Time passes only between two chunks that have arrived, however busy the machine is.
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
    let received = 0
    let failed: BodyError | undefined
    const app = createServer((request) => {
      const patience = { idle: 100, minRate: 1_000, interval: 20 }
      const { stream } = relayBody(request, 1_000_000, patience)
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      stream.once('error', (error: BodyError) => {
        failed = error
      })
    })
    const wire = await openConnection(await listen(app))
    stops.push(async () => {
      vi.useRealTimers()
      wire.socket.destroy()
      await new Promise((done) => app.close(done))
    })
    wire.send(`POST / HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\nabc`)
    let sent = 3
    for (let time = 0; time < 500 && failed === undefined; time += 20) {
      await vi.waitUntil(() => received === sent, { timeout: 60_000, interval: 1 })
      vi.advanceTimersByTime(20)
      await pause(0)
      if (failed !== undefined) break
      wire.send(sends)
      sent += sends.length
    }
    expect(failed?.fault?.kind).toBe(fault)
  })

  test('time in which the application does not read is not the client’s', async () => {
    let error: Error | undefined
    const app = createServer((request) => {
      const patience = { idle: 60, minRate: 1_000, interval: 20 }
      relayBody(request, 10_000_000, patience).stream.once('error', (one) => {
        error = one
      })
    })
    const wire = await openConnection(await listen(app))
    stops.push(async () => {
      wire.socket.destroy()
      await new Promise((done) => app.close(done))
    })
    wire.send(`POST / HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\nabc`)
    await pause(300)
    expect(error).toBe(undefined)
  })
})

describe('connections', () => {
  test('connections to the application and to the client are kept', async () => {
    const ports = new Set<number | undefined>()
    const { port } = await before((request, response) => {
      ports.add(request.socket.remotePort)
      response.end(request.url)
    })
    const wire = await openConnection(port)
    for (let nth = 0; nth < 5; nth++) {
      wire.send(`GET /open/${nth} HTTP/1.1\r\n${HOST}\r\n`)
      await wire.waitFor(`/open/${nth}`)
    }
    expect(ports.size).toBe(1)
    wire.socket.destroy()
  })

  test('a stop lets what is under way end, says so, and takes nothing new', async () => {
    let finish: (() => void) | undefined
    const under = await before(
      (request, response) => {
        if (request.url === '/open/slow') finish = () => response.end('slow')
        else response.end('quick')
      },
      { settings: { drain: 5_000 } },
    )
    const idle = await openConnection(under.port)
    idle.send(`GET /open/a HTTP/1.1\r\n${HOST}\r\n`)
    await idle.waitFor('quick')
    const busy = await openConnection(under.port)
    busy.send(`GET /open/slow HTTP/1.1\r\n${HOST}\r\n`)
    while (finish === undefined) await pause(5)
    const closed = under.stop()
    await idle.waitForEnd()
    finish()
    const text = await busy.waitForEnd()
    expect(text).toContain('slow')
    expect(text).toMatch(/connection: close/i)
    await closed
  })

  test('what does not end in time is cut off', async () => {
    const under = await before(() => undefined, { settings: { drain: 50 } })
    const wire = await openConnection(under.port)
    wire.send(requestBytes('/open/never'))
    await pause(50)
    await under.stop()
    expect(await wire.waitForEnd()).toBe('')
  })

  test('thousands of idle clients keep nobody from being served', async () => {
    const { port } = await before((_request, response) => void response.end('served'))
    const idle = await Promise.all(Array.from({ length: 2_000 }, () => openConnection(port)))
    for (const wire of idle.slice(0, 500)) wire.send('GET /open/a HTTP/1.1\r\nHost: a')
    expect(statusOf(await sendRaw(port, requestBytes('/open/a')))).toBe(200)
    for (const { socket } of idle) socket.destroy()
  })
})

test.each([
  ['a client', [], []],
  [
    'a trusted proxy',
    ['127.0.0.1'],
    ['X-Forwarded-Prefix: /shop', 'X-Forwarded-User: ada@example.com'],
  ],
] as const)(
  'fields that proxies add for the application, from %s',
  async (_who, trustedProxies, forwarded) => {
    const { port } = await before(
      (request, response) => response.end(JSON.stringify(request.rawHeaders)),
      { settings: { trustedProxies: [...trustedProxies] } },
    )
    const headers = {
      'X-Forwarded-Prefix': '/shop',
      'X-Forwarded-User': 'ada@example.com',
      X_Forwarded_User: 'eve@example.com',
      'X-Forwarded-Port': '1',
    }
    const answer = await fetch(`http://127.0.0.1:${port}/open/a`, { headers })
    const flat = (await answer.json()) as readonly string[]
    const lines = flat.flatMap((name, at) =>
      at % 2 === 0 && /^x[-_]forwarded[-_](?!for|host|proto)/i.test(name)
        ? [`${name}: ${flat[at + 1]}`]
        : [],
    )
    expect(lines).toEqual(forwarded)
  },
)
