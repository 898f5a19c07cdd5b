import { serve } from '@hono/node-server'
import { policyFile } from '@marque/middleware/file'
import { marque } from '@marque/middleware/hono'
import { Hono } from 'hono'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const app = new Hono()
app.use(marque({ policy }))
app.get('/orders/:id', (c) => c.json({ id: c.req.param('id'), decided: c.get('marque').reason }))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, (info) =>
  console.log(`listening on ${info.port}`),
)
