import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { exchange, type Response, valuesOf } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import { afterEach, expect, test } from 'vitest'
import { marque } from '../../src/node/index.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { corsOf, GRANTED } from './answers.ts'
import { BUNDLE } from './policy.ts'

const cors = marque({ policy: BUNDLE })
const HOST = 'Host: api.example.com\r\n'

let app: RunningApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

async function serve(server: Server): Promise<RunningApp> {
  app = await listening(server)
  return app
}

/** Says which target came to it. */
const plain = (): Server =>
  createServer((request, response) =>
    cors(request, response, () => {
      // The first of several is the last to be ready.
      setTimeout(() => response.end(`came ${request.url}`), request.url === '/1' ? 50 : 0)
    }),
  )

/** All that a connection says until it ends. */
function said(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += String(chunk)
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
    socket.write(text)
  })
}

test('requests that come in one piece are answered in their order, each by its own judgement', async () => {
  const { port } = await serve(plain())
  const heads = [
    `GET /1 HTTP/1.1\r\n${HOST}Origin: ${APP}\r\n`,
    `GET /2 HTTP/1.1\r\n${HOST}Origin: ${EVIL}\r\n`,
    `DELETE /3 HTTP/1.1\r\n${HOST}Origin: ${EVIL}\r\n`,
    `GET /4 HTTP/1.1\r\n${HOST}Origin: ${APP}\r\nConnection: close\r\n`,
  ]
  const answers = (await said(port, heads.map((head) => `${head}\r\n`).join(''))).split('HTTP/1.1 ')
  const seen = answers
    .slice(1)
    .map((one) => [
      one.slice(0, 3),
      /allow-origin: (.*)\r/i.exec(one)?.[1],
      /came (\/\d)/.exec(one)?.[1],
    ])
  expect(seen).toEqual([
    ['200', APP, '/1'],
    ['200', undefined, '/2'],
    ['403', undefined, undefined],
    ['200', APP, '/4'],
  ])
})

test.each([
  ['`Connection` that names Origin and Host', `${HOST}Connection: Origin, Host\r\n`, EVIL, 200, {}],
  ['`Connection` that names Origin, granted', `${HOST}Connection: Origin\r\n`, APP, 200, GRANTED],
  ['two Host lines', `${HOST}Host: evil.test\r\n`, APP, 400, {}],
  ['the same Host twice', `${HOST}${HOST}`, APP, 400, {}],
])('%s', async (_, lines, origin, status, want) => {
  const { port } = await serve(plain())
  const text = `GET /x HTTP/1.1\r\n${lines}Origin: ${origin}\r\nConnection: close\r\n\r\n`
  const answer = await exchange(port, text)
  expect([answer?.status, corsOf(answer as Response)]).toEqual([status, want])
})

test.each([
  ['https://api.example.com/account/x', EVIL, 403],
  ['HTTP://api.example.com/account/x', EVIL, 403],
  ['https://api.example.com/x', APP, 200],
  ['https://user@api.example.com/account/x', EVIL, 400],
])('the absolute form %s from %s is %i', async (target, origin, status) => {
  const { port } = await serve(plain())
  const text = `GET ${target} HTTP/1.1\r\n${HOST}Origin: ${origin}\r\nConnection: close\r\n\r\n`
  expect((await exchange(port, text))?.status).toBe(status)
})

test('`Expect: 100-continue`, answered by a listener of its own: the interim answer carries nothing', async () => {
  const server = plain()
  server.on('checkContinue', (request, response) =>
    cors(request, response, () => {
      response.setHeader('Access-Control-Allow-Origin', EVIL)
      response.writeContinue()
      request.resume().on('end', () => response.end('read'))
    }),
  )
  const { port } = await serve(server)
  const answer = await exchange(
    port,
    `POST /x HTTP/1.1\r\n${HOST}Origin: ${APP}\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab`,
  )
  expect(answer?.interim).toEqual([{ status: 100, headers: [] }])
  expect(corsOf(answer as Response)).toEqual(GRANTED)
  const refused = await exchange(
    port,
    `DELETE /x HTTP/1.1\r\n${HOST}Origin: ${EVIL}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
  )
  expect([refused?.status, refused?.interim]).toEqual([403, []])
})

test('a 101 that an application writes as an answer carries none of ours and of nobody else', async () => {
  const { port } = await serve(
    createServer((request, response) =>
      cors(request, response, () => {
        response.setHeader('Access-Control-Allow-Origin', EVIL)
        response.writeHead(101, { Upgrade: 'other', 'Access-Control-Allow-Methods': 'PUT' })
        response.end()
      }),
    ),
  )
  const text = `GET /x HTTP/1.1\r\n${HOST}Origin: ${APP}\r\nConnection: close\r\n\r\n`
  const answer = await exchange(port, text)
  expect([answer?.status, corsOf(answer as Response)]).toEqual([101, {}])
  expect(valuesOf(answer as Response, 'upgrade')).toEqual(['other'])
})

test('above it, what compresses at the last moment adds its own to `Vary`, and takes nothing away', async () => {
  const { port } = await serve(
    createServer((request, response) => {
      const { writeHead } = response
      response.writeHead = ((...args: readonly unknown[]) => {
        response.setHeader('Content-Encoding', 'identity')
        response.appendHeader('Vary', 'Accept-Encoding')
        return Reflect.apply(writeHead, response, args)
      }) as typeof response.writeHead
      cors(request, response, () => response.writeHead(200, { vary: 'Accept' }).end('x'))
    }),
  )
  for (const [method, origin, status] of [
    ['GET', APP, 200],
    ['GET', EVIL, 200],
    ['DELETE', EVIL, 403],
  ] as const) {
    const text = `${method} /x HTTP/1.1\r\n${HOST}Origin: ${origin}\r\nConnection: close\r\n\r\n`
    const answer = (await exchange(port, text)) as Response
    expect([answer.status, corsOf(answer)]).toEqual([status, origin === APP ? GRANTED : {}])
    const vary = valuesOf(answer, 'vary').join(', ').split(', ')
    expect(vary).toEqual(expect.arrayContaining(['Origin', 'Accept-Encoding']))
  }
})

test('an answer that was sent above it stays as it is, and the application above hears of no error', async () => {
  const errors: unknown[] = []
  const { port } = await serve(
    createServer((request, response) => {
      response.end('early')
      try {
        cors(request, response, (error) => errors.push(error))
      } catch (error) {
        errors.push(error)
      }
    }),
  )
  const text = `DELETE /x HTTP/1.1\r\n${HOST}Origin: ${EVIL}\r\nConnection: close\r\n\r\n`
  expect((await exchange(port, text))?.body).toBe('early')
  expect(errors).toEqual([])
})
