import { marque } from '@marque/middleware/express'
import { policyFile } from '@marque/middleware/file'
import express from 'express'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const app = express()
app.use(marque({ policy }))
app.get('/orders/:id', (request, response) => {
  response.json({ id: request.params.id, decided: request.marque.reason })
})

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})
