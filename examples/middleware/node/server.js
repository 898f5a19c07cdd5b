import { createServer } from 'node:http'
import { policyFile } from '@marque/middleware/file'
import { decisionOf, guardUpgrades, marque } from '@marque/middleware/node'
import { WebSocketServer } from 'ws'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)
const cors = marque({ policy })

const server = createServer((request, response) => {
  cors(request, response, (error) => {
    if (error !== undefined) return response.writeHead(500).end()
    const [, id] = /^\/orders\/([^/]+)$/.exec(request.url) ?? []
    if (id === undefined) return response.writeHead(404).end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ id, decided: decisionOf(request).reason }))
  })
})

guardUpgrades(server, { policy })
new WebSocketServer({ server, path: '/live' }).on('connection', (socket) => socket.send('hello'))

server.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})
