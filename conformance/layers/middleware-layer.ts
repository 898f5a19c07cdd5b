/**
 * The middleware of `node:http` as a layer: an application that passes everything on to the upstream and says what it says.
 *
 * @module
 */
import { request as ask, createServer } from 'node:http'
import { prepare } from '@marque/core'
import { marque } from '@marque/middleware/node'
import { closeServer, listen, portOf } from '@marque/testkit/http'
import type { LayerUnderTest } from './layer.ts'

export const middlewareLayer: LayerUnderTest = {
  id: 'middleware-node',
  async start(bundle, { upstream, situation }) {
    const { hostname, port } = new URL(upstream)
    const cors = marque({
      policy: {
        engine: prepare(bundle),
        held: null,
        moment: () => situation().moment,
        onEvent: () => () => undefined,
        close: async () => undefined,
      },
      context: () => situation().context,
      scheme: 'https',
      // Vectors are about decisions, which are made for every host.
      hosts: 'any',
      log: false,
    })
    const server = createServer({ maxHeaderSize: 262_144 }, (request, response) =>
      cors(request, response, () => {
        const path =
          (request.url ?? '/').replace(/^[a-z]+:\/\/[^/?#\\*]*(?=[/?#\\*]|$)/i, '') || '/'
        const { method = 'GET' } = request
        ask({ hostname, port, path, method, agent: false }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
          answer.pipe(response)
        }).end()
      }),
    )
    await listen(server)
    return { url: `http://127.0.0.1:${portOf(server)}`, stop: () => closeServer(server) }
  },
}
