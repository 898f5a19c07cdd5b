import { marque } from '@marque/middleware/fastify'
import { policyFile } from '@marque/middleware/file'
import fastify from 'fastify'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const app = fastify()
await app.register(marque, { policy })
app.get('/orders/:id', async (request) => ({
  id: request.params.id,
  decided: request.marque.reason,
}))

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
console.log(`listening on ${app.server.address().port}`)
