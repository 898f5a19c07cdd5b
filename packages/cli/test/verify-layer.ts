import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { answerHeaders, decide, type HeaderLine, prepare } from '@marque/core'
import { closeServer, listen } from '@marque/testkit/http'
import { compilePolicy } from '@marque/testkit/policies'
import { pause } from '@marque/testkit/processes'

export const NOW = '2098-11-22T12:00:00Z'

export const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
resources:
  - name: orders
    match: [{ path: /v1/orders/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET, PUT], requestHeaders: [authorization], credentials: true, maxAge: 10m }
`

/** What a layer does besides what the policy decides; changed while it runs. */
export interface Behaviour {
  /** Echoes every origin, with credentials. */
  reflects: boolean
  /** Milliseconds before an answer. */
  delay: number
}

export interface TestLayer {
  readonly url: string
  readonly behaviour: Behaviour
  /** Requests so far, with their header lines. */
  readonly requests: readonly IncomingMessage[]
  close(): Promise<void>
}

/** A layer that answers as the policy decides, and echoes the `Authorization` header in another one. */
export async function startLayer(values: Partial<Behaviour> = {}): Promise<TestLayer> {
  const engine = prepare(compilePolicy(POLICY, { now: Date.parse(NOW) }))
  const behaviour: Behaviour = { reflects: false, delay: 0, ...values }
  const requests: IncomingMessage[] = []
  const server = createServer(async (request, response) => {
    requests.push(request)
    request.resume()
    await once(request, 'end')
    if (behaviour.delay > 0) await pause(behaviour.delay)
    const headers = pairs(request.rawHeaders)
    const url = `https://${request.headers.host}${request.url}`
    const facts = { method: request.method ?? '', url, headers }
    const decision = decide(engine, facts, {}, { now: Date.parse(NOW) })
    const isForwarded = decision.kind !== 'preflight' && decision.reach
    const { authorization, origin } = request.headers
    const below: HeaderLine[] = isForwarded ? [['Content-Type', 'application/json']] : []
    if (authorization !== undefined) below.push(['X-Echo', authorization])
    const lines = answerHeaders(decision, below)
    if (behaviour.reflects && origin !== undefined) {
      const isOther = ([name]: HeaderLine): boolean =>
        !/^access-control-allow-(?:origin|credentials)$/i.test(name)
      lines.splice(0, lines.length, ...lines.filter(isOther))
      lines.push(['access-control-allow-origin', origin])
      lines.push(['access-control-allow-credentials', 'true'])
    }
    response.writeHead(isForwarded ? 200 : (decision.status ?? 403), lines.flat())
    response.end(isForwarded ? '{}' : undefined)
  })
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'))
  const port = await listen(server)
  return { url: `http://127.0.0.1:${port}`, behaviour, requests, close: () => closeServer(server) }
}

function pairs(raw: readonly string[]): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; at < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return lines
}
