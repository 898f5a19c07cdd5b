/**
 * Starts two layers on free ports, runs a command with their addresses, and stops them: an application with the middleware, and a proxy
 * in front of it.
 *
 *     node examples/verify/with-layers.js [--mistake] 'marque verify … --layer proxy=$PROXY --layer app=$APP'
 *
 * With `--mistake` the proxy echoes whatever origin asks, as configurations of proxies on the web do.
 */
import { spawn } from 'node:child_process'
import { createServer, request as send } from 'node:http'
import { policyFile } from '@marque/middleware/file'
import { marque } from '@marque/middleware/node'

const args = process.argv.slice(2)
const isMistaken = args[0] === '--mistake'
const command = args.at(-1) ?? 'true'
const policy = await policyFile(new URL('../minimal/policy.yaml', import.meta.url).pathname)

const cors = marque({ policy, log: false })
const app = createServer((request, response) => {
  cors(request, response, (error) => {
    if (error !== undefined) return response.writeHead(500).end()
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
})

const proxy = createServer((request, response) => {
  const { method, url: path, headers } = request
  const onward = send({ port: app.address().port, method, path, headers })
  onward.on('error', () => response.writeHead(502).end())
  onward.on('response', (answer) => {
    const lines = { ...answer.headers }
    if (isMistaken && headers.origin !== undefined) {
      lines['access-control-allow-origin'] = headers.origin
      lines['access-control-allow-credentials'] = 'true'
    }
    response.writeHead(answer.statusCode ?? 502, lines)
    answer.pipe(response)
  })
  request.pipe(onward)
})

for (const server of [app, proxy]) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
const env = {
  ...process.env,
  APP: `http://127.0.0.1:${app.address().port}`,
  PROXY: `http://127.0.0.1:${proxy.address().port}`,
}
spawn('sh', ['-c', command], { env, stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
)
