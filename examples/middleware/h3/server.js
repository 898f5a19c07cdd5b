import { createServer } from 'node:http'
import { policyFile } from '@marque/middleware/file'
import { marque } from '@marque/middleware/h3'
import { getRouterParam, H3 } from 'h3'
import { toNodeHandler } from 'h3/node'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const app = new H3()
app.use(marque({ policy }))
app.get('/orders/:id', (event) => ({
  id: getRouterParam(event, 'id'),
  decided: event.context.marque.reason,
}))

const server = createServer(toNodeHandler(app))
server.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})
