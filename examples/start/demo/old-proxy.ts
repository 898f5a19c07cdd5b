/**
 * A planted mistake: a proxy in front of the gateway that echoes whatever origin asks, as an old configuration of nginx might.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, request as send } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** @param target The port of the gateway. */
export function createOldProxy(target: number): Server {
  const proxy = createServer((request, response) => {
    const { method, url: path, headers } = request
    const onward = send({ host: '127.0.0.1', port: target, method, path, headers })
    onward.on('response', (answer) => {
      const lines = { ...answer.headers }
      // The mistake: `add_header Access-Control-Allow-Origin $http_origin`.
      if (headers.origin !== undefined) lines['access-control-allow-origin'] = headers.origin
      response.writeHead(answer.statusCode ?? 502, lines)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  // WebSockets go through as they are.
  proxy.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onward = connect(target, '127.0.0.1', () => {
      onward.write(headOf(request))
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    socket.on('close', () => onward.destroy())
  })
  return proxy
}

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`)
  }
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`
}
