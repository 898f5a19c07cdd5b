/**
 * Runs one contender in its own process: `contender-process.ts NAME UPSTREAM PORT`; replies to IPC messages with its CPU time and memory.
 *
 * @module
 */
import { createServer, type ServerResponse } from 'node:http'
import { CONTENDERS } from './contenders.ts'

const [name = '', upstream = '', port = '0'] = process.argv.slice(2)

if (name === 'application') {
  const body = JSON.stringify({
    items: Array.from({ length: 40 }, (_, id) => ({ id, name: 'x'.repeat(8) })),
  })
  const block = Buffer.alloc(65_536)
  const sendItems = (response: ServerResponse): void => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length,
      etag: '"a"',
      'cache-control': 'no-cache',
      vary: 'Accept-Encoding',
    })
    response.end(body)
  }
  createServer((request, response) => {
    if (request.url !== '/v1/large') {
      const delay = Number(/^\/v1\/slow\?(\d+)$/.exec(request.url ?? '')?.[1] ?? 0)
      if (delay === 0) sendItems(response)
      else setTimeout(sendItems, delay, response)
      return
    }
    let left = 16_384
    const write = (): void => {
      while (left-- > 0) if (!response.write(block)) return void response.once('drain', write)
      response.end()
    }
    response.writeHead(200, { 'content-length': left * block.length })
    write()
  }).listen(Number(port), '127.0.0.1', () => process.send?.('ready'))
} else {
  const contender = CONTENDERS[name]
  if (contender === undefined) throw new TypeError(`\`${name}\` is not a contender`)
  await contender(upstream, Number(port))
  process.send?.('ready')
}
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.exit())
