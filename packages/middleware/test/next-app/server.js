/**
 * Next.js behind a server of the application's own, with the policy in front of all of it.
 *
 * @module
 */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { routeFor } from './vectors.js'

// Next.js is installed in this folder only, so no manifest of the checkout may be asked for it.
const next = createRequire(import.meta.url)('next')
const app = next({ dev: false, dir: import.meta.dirname })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer({ maxHeaderSize: 262_144 }, (request, response) => {
  const { middleware } = routeFor(request.headers['x-vector'])
  // The routes behind are judged here, and not a second time.
  delete request.headers['x-vector']
  middleware(request, response, () => handle(request, response))
})
server.listen(Number(process.env.PORT), '127.0.0.1')
