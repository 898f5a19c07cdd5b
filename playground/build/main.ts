/**
 * `npm run playground`: builds the page, prints its size, and serves it on localhost.
 *
 * `--out FILE` writes the page without serving it; `--port N` selects a port.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPage } from './page.ts'
import { partSizes, SIZE_LIMIT, type Size, sizeOf } from './sizes.ts'

const DEFAULT_PORT = 47_300

const { values } = parseArgs({
  options: { out: { type: 'string' }, port: { type: 'string' } },
})
const port = Number(values.port ?? DEFAULT_PORT)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`invalid port \`${values.port}\``)
  process.exit(64)
}
const page = await buildPage()
const file = values.out ?? join(import.meta.dirname, '../dist/playground.html')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, page.html)

const line = (name: string, { plain, gzip, brotli }: Size): string =>
  [name.padEnd(30), ...[plain, gzip, brotli].map((size) => String(size).padStart(9))].join('')
console.error(`${''.padEnd(30)}    plain     gzip   brotli`)
for (const [name, size] of partSizes(page)) console.error(line(name, size))
const whole = sizeOf(page.html)
console.error(line('the whole page', whole))
if (whole.brotli > SIZE_LIMIT) {
  console.error(`the page exceeds ${SIZE_LIMIT} bytes`)
  process.exitCode = 1
}

if (values.out === undefined) {
  const server = createServer((request, response) => {
    const isPage = request.method === 'GET' && /^\/(\?.*)?$/.test(request.url ?? '')
    response.writeHead(isPage ? 200 : 404, {
      'content-type': isPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(isPage ? page.html : 'not found; the page is at /\n')
  })
  server.on('error', ({ message }) => {
    console.error(message)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    const bound = typeof address === 'object' ? address?.port : undefined
    console.log(`http://127.0.0.1:${bound}/`)
  })
}
