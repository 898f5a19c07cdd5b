import { policyFile } from '@marque/middleware/file'
import { marque } from '@marque/middleware/koa'
import Koa from 'koa'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const app = new Koa()
app.use(marque({ policy }))
app.use((ctx) => {
  const [, id] = /^\/orders\/([^/]+)$/.exec(ctx.path) ?? []
  if (id !== undefined) ctx.body = { id, decided: ctx.state.marque.reason }
})

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})
