/**
 * The application that runs outside Node: bundled by the test, with all vectors in it. `x-vector: file#number` chooses the policy, `x-app` who applies it.
 *
 * @module
 */
import type { Vector, VectorFile } from '@marque/core'
import { fixedSource } from '@marque/sync'
import { Hono } from 'hono'
import { withMarque } from '../../src/fetch.ts'
import { marque } from '../../src/hono.ts'
import VECTORS from './all-vectors.js'

type Handler = (request: Request) => Response | Promise<Response>

interface Place {
  readonly fetch: Handler
  readonly hono: Handler
  ask(number: number): void
}

const PLACES = new Map(Object.entries(VECTORS).map(([name, file]) => [name, placeOf(file)]))
const HEADERS = { 'x-reached': 'yes' }

export async function answer(request: Request): Promise<Response> {
  const [file = '', number] = (request.headers.get('x-vector') ?? '').split('#')
  const place = PLACES.get(file)
  if (place === undefined) return new Response('no such vector', { status: 404 })
  place.ask(Number(number))
  return request.headers.get('x-app') === 'hono' ? place.hono(request) : place.fetch(request)
}

function placeOf({ bundle, cases }: VectorFile): Place {
  let current: Vector['in'] | undefined = cases[0]?.in
  const policy = { ...fixedSource(bundle), moment: () => current?.moment ?? { now: 0 } }
  const options = {
    policy,
    context: () => current?.context ?? {},
    log: false,
    hosts: 'any',
  } as const
  const app = new Hono()
  app.use(marque(options))
  app.all('*', (c) => behave(c.req.raw))
  return {
    fetch: withMarque(options, behave),
    hono: (request) => app.fetch(request),
    ask: (number) => {
      current = cases[number]?.in
    },
  }
}

/** What `x-behave` asks for: answers whose headers a platform, or the application, treats otherwise. */
function behave(request: Request): Response | Promise<Response> {
  switch (request.headers.get('x-behave')) {
    case 'throw':
      throw new Error('the handler failed')
    case 'redirect':
      return Response.redirect('https://api.example.com/elsewhere', 302)
    case 'own':
      return new Response('own', {
        headers: {
          ...HEADERS,
          'access-control-allow-origin': 'https://evil.test',
          'access-control-allow-credentials': 'true',
          vary: 'Accept-Encoding',
        },
      })
    case 'stream':
      return new Response(new Blob(['one ', 'two ', 'three']).stream(), { headers: HEADERS })
    case 'not-modified':
      return new Response(null, { status: 304, headers: { ...HEADERS, etag: '"1"' } })
    default:
      return new Response('reached', { headers: HEADERS })
  }
}
