import { once } from 'node:events'
import { createServer, IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { LeanRequest } from './lean-request.ts'

const NAMES = [
  'te',
  'host',
  'expect',
  'upgrade',
  'connection',
  'content-length',
  'transfer-encoding',
]

/** What a server reads from requests of this class. */
async function seenBy(kind: typeof IncomingMessage, lines: string): Promise<unknown> {
  const server = createServer({ IncomingMessage: kind })
  const seen = new Promise<unknown>((resolve) => {
    const take = (request: IncomingMessage): void => {
      resolve(NAMES.map((name) => [name, request.headers[name], name in request.headers]))
      request.socket.destroy()
    }
    server.on('request', take)
    server.on('checkContinue', take)
    server.on('checkExpectation', take)
    server.on('clientError', (error, socket) => {
      resolve(error.message)
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`POST /x HTTP/1.1\r\n${lines}\r\n`)
  const result = await seen
  socket.destroy()
  server.close()
  return result
}

const CASES = [
  'Host: a.example\r\nContent-Length: 0\r\n',
  'hOsT: a.example\r\ncONTENT-length: 5\r\nTE: trailers\r\nte: x\r\n',
  'Host: a.example\r\nHost: b.example\r\n',
  'Host: a.example\r\nTransfer-Encoding: gzip\r\ntransfer-encoding: chunked\r\n',
  'Host: a.example\r\nConnection: keep-alive\r\nConnection: x-one\r\nUser-Agent: x\r\n',
  'Host: a.example\r\nExpect: 100-continue\r\nAccept: x\r\nCookie: y\r\nOrigin: z\r\n',
  'Host: a.example\r\nExpect: 100-continue\r\nExpect: x\r\nUpgrade: h2c\r\nupgrade: y\r\n',
  'Host:\r\nConnection:\r\n',
  `Host: a.example\r\n${'X: y\r\n'.repeat(60)}Te: late\r\nExpect: late\r\n`,
]

for (const lines of CASES) {
  test(`has the headers of Node’s own request: ${JSON.stringify(lines.slice(0, 70))}`, async () => {
    expect(await seenBy(LeanRequest, lines)).toEqual(await seenBy(IncomingMessage, lines))
  })
}
