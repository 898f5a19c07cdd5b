import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type GatewayCommand,
  RESOURCE_KINDS_POLICY,
  startConfiguredCommand,
} from '@marque/testkit/gateway'
import { listen, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause, waitUntil } from '@marque/testkit/processes'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Of 10,000 clients that do nothing. */
const SILENT = 5_000
const HALF = 3_000
const SERVED = 2_000
/** Bytes of the gateway's memory for each of them, at most: a socket, a parser, and what came. */
const EACH = 30_000

interface Client {
  readonly socket: Socket
  text: string
  isOver: boolean
}

let folder: string
let app: Server
let running: GatewayCommand
const clients: Client[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-idle-'))
  app = createServer((_request, response) => void response.end('served'))
  writeFileSync(join(folder, 'policy.yaml'), RESOURCE_KINDS_POLICY)
  running = await startConfiguredCommand(join(folder, 'gateway.json'), {
    policy: join(folder, 'policy.yaml'),
    upstreams: { app: { urls: [`http://127.0.0.1:${await listen(app)}`] } },
    log: { access: true, decisions: { granted: 0, denied: 1 } },
  })
})
afterAll(async () => {
  for (const { socket } of clients) socket.destroy()
  await running.kill()
  app.closeAllConnections()
  app.close()
  rmSync(folder, { recursive: true, force: true })
})

const port = (): number => Number(new URL(running.url).port)

async function open(count: number, bytes: string): Promise<readonly Client[]> {
  const opened: Client[] = []
  // In parts: more at once than the system keeps waiting would be tried again a second later.
  while (opened.length < count) {
    const part = Array.from({ length: Math.min(250, count - opened.length) }, () => {
      const client: Client = { socket: connect(port(), '127.0.0.1'), text: '', isOver: false }
      client.socket.on('data', (chunk) => {
        client.text += chunk.toString('latin1')
      })
      client.socket.on('error', () => undefined)
      client.socket.on('close', () => {
        client.isOver = true
      })
      if (bytes !== '') client.socket.write(bytes)
      return client
    })
    await Promise.all(part.map(({ socket }) => new Promise((done) => socket.once('connect', done))))
    opened.push(...part)
  }
  clients.push(...opened)
  return opened
}

async function reading(name: string): Promise<number> {
  const text = await (await fetch(`${running.admin}/metrics`)).text()
  return Number(new RegExp(`^${name}(?:{[^}]*})? (.*)$`, 'm').exec(text)?.[1])
}

test('10,000 idle clients: others are served, memory is bounded, and who never finishes a request is sent away', async () => {
  const HEAD = 'GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n'
  expect(statusOf(await sendRaw(port(), requestBytes('/open/a')))).toBe(200)
  const before = await reading('process_resident_memory_bytes')
  const [silent, half, served] = [
    await open(SILENT, ''),
    await open(HALF, `${HEAD}X-Slow: `),
    await open(SERVED, `${HEAD}\r\n`),
  ]
  // Some of the half ones send a byte now and then, and never come to an end.
  const dripping = setInterval(() => {
    for (const { socket } of half.slice(0, 200)) if (socket.writable) socket.write('x')
  }, 1_000)
  try {
    await waitUntil(() => served.every(({ text }) => text.includes('served')), {
      what: 'the answers',
    })
    const isOpen = ({ isOver }: Client): boolean => !isOver
    for (let nth = 0; nth < 20; nth++) {
      expect(
        statusOf(
          await sendRaw(port(), requestBytes('/open/b', ['Origin: https://app.example.com'])),
        ),
      ).toBe(200)
      expect(
        statusOf(
          await sendRaw(port(), requestBytes('/closed/b', ['Origin: https://evil.example'])),
        ),
      ).toBe(403)
    }
    const grown = (await reading('process_resident_memory_bytes')) - before
    expect(grown).toBeLessThan((SILENT + HALF + SERVED) * EACH)
    await waitUntil(() => ![...silent, ...half].some(isOpen), {
      what: 'the end of those that never finish',
    })
    for (const { text } of half) expect(text).toMatch(/^HTTP\/1\.1 408 /)
    for (const { text } of silent)
      expect(text === '' || text.startsWith('HTTP/1.1 408 ')).toBe(true)
    // Who was served may come again.
    expect(served.every(isOpen)).toBe(true)
    for (const client of served.slice(0, 50)) {
      client.text = ''
      client.socket.write(`${HEAD}\r\n`)
    }
    await waitUntil(() => served.slice(0, 50).every(({ text }) => text.includes('served')), {
      what: 'answers',
    })
    expect(await reading('marque_unreadable_requests_total')).toBeGreaterThan(0)
  } finally {
    clearInterval(dripping)
  }
}, 300_000)

test('beyond the bound of a listener nobody more comes in, and those inside are served on', async () => {
  await running.kill()
  running = await startConfiguredCommand(join(folder, 'gateway.json'), {
    policy: join(folder, 'policy.yaml'),
    upstreams: { app: { urls: [`http://127.0.0.1:${(app.address() as AddressInfo).port}`] } },
    limits: { connections: 20 },
  })
  const inside = await open(20, '')
  const outside = await open(5, requestBytes('/open/a'))
  await waitUntil(() => outside.every(({ isOver }) => isOver), { what: 'the end of those outside' })
  expect(outside.map(({ text }) => text).join('')).toBe('')
  for (const { socket } of inside) socket.write(requestBytes('/open/a'))
  await waitUntil(() => inside.every(({ text }) => text.includes('served')), {
    what: 'the answers',
  })
  await waitUntil(() => inside.every(({ isOver }) => isOver), { what: 'their end' })
  await pause(50)
  expect(statusOf(await sendRaw(port(), requestBytes('/open/a')))).toBe(200)
})
