import { serve } from '@hono/node-server'
import { decisionOf, withMarque } from '@marque/middleware/fetch'
import { policyFile } from '@marque/middleware/file'

const policy = await policyFile(new URL('../policy.yaml', import.meta.url).pathname)

const handler = withMarque({ policy }, (request) => {
  const [, id] = /^\/orders\/([^/]+)$/.exec(new URL(request.url).pathname) ?? []
  return id === undefined
    ? new Response('not found', { status: 404 })
    : Response.json({ id, decided: decisionOf(request)?.reason })
})

serve({ fetch: handler, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, (info) =>
  console.log(`listening on ${info.port}`),
)
