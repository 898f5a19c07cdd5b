/**
 * The application of the company: Express with the middleware.
 *
 * @module
 */
import { createServer, type Server } from 'node:http'
import { marque } from '@marque/middleware/express'
import { guardUpgrades } from '@marque/middleware/node'
import { compilePolicy } from '@marque/testkit/policies'
import express, { type ErrorRequestHandler } from 'express'
import type { ApplicationChange } from './mistake.ts'
import { COMPANY_POLICY } from './policy.ts'

const onError: ErrorRequestHandler = (error: Error, _request, response, _next) => {
  response.status(500).json({ error: error.message })
}

/** A server that does not listen yet. One route redirects, one is not found, one fails; everything else is answered with 200. */
export function companyApplication(change: ApplicationChange = {}): Server {
  const options = { policy: compilePolicy(change.policy ?? COMPANY_POLICY), log: false } as const
  const app = express()
  change.before?.(app)
  app.use(marque(options))
  app.get('/v1/pickups', (_, response) => response.redirect('/v1/pickups/'))
  app.get('/v1/labels', (_, response) => void response.status(404).json({}))
  app.get('/v1/exchange-rates', () => {
    throw new Error('out of order')
  })
  app.use((request, response) => void response.json({ path: request.path }))
  app.use(onError)

  const server = createServer(app)
  if (change.acceptsEveryHandshake !== true) guardUpgrades(server, options)
  return server.on('upgrade', (_, socket) => {
    socket.on('error', () => undefined)
    socket.end(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    )
  })
}
