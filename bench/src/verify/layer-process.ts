/**
 * A layer in a process of its own, so that its CPU time does not count: it reflects the origin with the headers of a usual answer.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const BODY = JSON.stringify({
  items: Array.from({ length: 20 }, (_, id) => ({ id, name: 'item' })),
})

const server = createServer((request, response) => {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
  response.setHeader('Access-Control-Allow-Credentials', 'true')
  response.setHeader('Vary', 'Origin')
  response.setHeader('Cache-Control', 'no-store')
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Methods', 'PUT')
    response.setHeader('Access-Control-Max-Age', '600')
    response.statusCode = 204
    response.end()
    return
  }
  response.setHeader('Content-Type', 'application/json')
  response.end(BODY)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
