/** Logs that real servers write with the lines that `marque init --from-log` prints, with hostile requests among them. */

import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { compileFormat, draftFromLog, LOG_LINES, LogEvidence, writeDraft } from '@marque/import'
import {
  freePort,
  type RunningProgram,
  startProgram,
  type TemporaryFolder,
  temporaryFolder,
} from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APACHE, HAPROXY, NGINX, startApache, startHaproxy, startNginx } from './programs.ts'

const SELF = 'https://api.example.com'
const APP = 'https://app.example.com'

/** An API that allows one origin. */
function startApi(): Promise<Server> {
  const server = createServer((request, response) => {
    const isAllowed = request.headers.origin === APP
    if (isAllowed) {
      response.setHeader('Access-Control-Allow-Origin', APP)
      response.setHeader('Access-Control-Allow-Credentials', 'true')
    }
    if (isAllowed && request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'PATCH')
      response.setHeader('Access-Control-Allow-Headers', 'content-type, x-csrf-token')
      response.statusCode = 204
    }
    response.end()
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Sends a request as it is, and waits for the end of the answer. */
function send(port: number, method: string, path: string, headers: readonly string[]) {
  return new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.resume()
    socket.write(
      `${[`${method} ${path} HTTP/1.1`, 'Host: api.example.com', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`,
      'latin1',
    )
  })
}

/** What would be a grant to `https://evil.example` if a value could hold fields. */
const HOSTILE = [
  'https://evil.example',
  'https://evil.example" allow_origin="https://evil.example',
  'https://evil.example","allow_origin":"https://evil.example","x":"',
  'https://evil.example\\',
  'https://evil.example\\" allow_origin=\\"https://evil.example',
  '"] 200 1 "https://evil.example" "https://evil.example"',
]

async function sendTraffic(port: number): Promise<void> {
  const app = `Origin: ${APP}`
  for (const id of ['1001', '1002'])
    await send(port, 'GET', `/v1/orders/${id}?token=canary`, [app, 'Cookie: session=canary'])
  await send(port, 'OPTIONS', '/v1/orders/1001', [
    app,
    'Access-Control-Request-Method: PATCH',
    'Access-Control-Request-Headers: content-type,x-not-allowed',
  ])
  await send(port, 'PATCH', '/v1/orders/1001', [app, 'Content-Length: 0'])
  await send(port, 'GET', '/v1/orders/1001', [])
  for (const origin of HOSTILE) {
    for (let count = 0; count < 3; count++)
      await send(port, 'GET', '/v1/orders/1', [`Origin: ${origin}`])
    await send(port, 'GET', '/v1/orders/1', [`Origin: ${origin}`, `User-Agent: ${origin}`])
  }
}

function draftOf(log: string, format: string | null = null) {
  const evidence = new LogEvidence({
    self: [SELF],
    confirmed: [],
    format: format === null ? null : compileFormat(format).read,
  })
  for (const line of log.split('\n')) evidence.add(line)
  const { draft, findings } = draftFromLog(evidence, {
    self: [SELF],
    contact: null,
    owner: 'web@example.com',
    schema: '',
    file: 'cors.log',
  })
  return { text: draft === null ? '' : writeDraft(draft), findings }
}

/** @param granted Lines of the policy. */
function expectDraft(log: string, format: string | null = null): void {
  const { text, findings } = draftOf(log, format)
  const messages = findings.map(({ message }) => message).join('\n')
  expect(text, messages).toContain(`- ${APP} # 3 requests, 2 with cookies`)
  expect(text).toContain('path: "/v1/orders/{id}" }] # requests: GET 2, PATCH 1')
  expect(text).toMatch(/methods: \[GET\]\n\s+credentials: true/)
  expect(text).toMatch(/methods: \[PATCH\]\n\s+requestHeaders: \[content-type\]/)
  expect(text.replaceAll(/^#.*$/gm, '')).not.toContain('evil')
  expect(messages).toContain('`https://evil.example` is left out')
  expect(text + messages).not.toContain('canary')
}

describe('F12: logs of real servers', () => {
  let api: Server
  let folder: TemporaryFolder
  let upstream = ''
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    api = await startApi()
    upstream = `127.0.0.1:${(api.address() as AddressInfo).port}`
    folder = temporaryFolder({})
  })
  afterAll(async () => {
    for (const stop of stops) await stop()
    api.close()
    folder.remove()
  })
  const logged = async (starting: Promise<RunningProgram>, file: string): Promise<string> => {
    const running = await starting
    await sendTraffic(running.port)
    await running.stop()
    return readFileSync(file, 'utf8')
  }
  const linesOf = (server: keyof typeof LOG_LINES, file: string): string =>
    LOG_LINES[server].replace('/var/log/cors.log', file)

  test.skipIf(NGINX === undefined)('nginx with the lines that are printed', async () => {
    const file = folder.at('nginx.log')
    // The frame has `access_log off`, which another one at the same level does not change.
    const [formats = '', access = ''] = linesOf('nginx', file).split(/^(?=access_log)/m)
    const configure = (port: number): string =>
      `${formats} server { listen 127.0.0.1:${port}; ${access} location / { proxy_pass http://${upstream}; } }`
    expectDraft(await logged(startNginx(configure), file))
  })

  test.skipIf(NGINX === undefined)('nginx with a format of its own', async () => {
    const file = folder.at('nginx-own.log')
    const format = `log_format own '$remote_addr - $remote_user [$time_local] "$request" $status '
      '"$http_origin" $has_cookie "$sent_http_access_control_allow_origin" $sent_http_access_control_allow_credentials '
      '"$http_access_control_request_method" "$http_access_control_request_headers" "$sent_http_access_control_allow_headers" "$http_user_agent"';`
    const configure = (port: number): string =>
      `map $http_cookie $has_cookie { default 1; '' 0; } ${format}
       server { listen 127.0.0.1:${port}; access_log ${file} own; location / { proxy_pass http://${upstream}; } }`
    expectDraft(await logged(startNginx(configure), file), format)
  })

  test.skipIf(APACHE === undefined)('Apache with the lines that are printed', async () => {
    const file = folder.at('apache.log')
    const configure = (): string =>
      `LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so\n${linesOf('Apache', file)}\nProxyPass / http://${upstream}/\n`
    expectDraft(await logged(startApache(configure), file))
  })

  test.skipIf(HAPROXY === undefined)('HAProxy with the lines that are printed', async () => {
    const socket = createSocket('udp4')
    const lines: string[] = []
    socket.on('message', (message) => lines.push(message.toString().trim()))
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
    const configure = (port: number): string => `global
  log 127.0.0.1:${socket.address().port} len 8192 format raw local0
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
  log global
frontend api
  bind 127.0.0.1:${port}
${LOG_LINES.HAProxy.replaceAll(/^/gm, '  ')}
  default_backend app
backend app
  server app ${upstream}
`
    const running = await startHaproxy(configure)
    await sendTraffic(running.port)
    await running.stop()
    await expect.poll(() => lines.length).toBeGreaterThan(25)
    socket.close()
    expectDraft(lines.join('\n'))
  })

  const CADDY = '/usr/bin/caddy'
  test('Caddy with the lines that are printed', async () => {
    const file = folder.at('caddy.log')
    const port = await freePort()
    folder.write(
      'Caddyfile',
      `{
  admin off
  auto_https off
}
http://:${port} {
  bind 127.0.0.1
${linesOf('Caddy', file)}
  reverse_proxy ${upstream}
}
`,
    )
    const starting = startProgram(port, CADDY, ['run', '--config', folder.at('Caddyfile')])
    expectDraft(await logged(starting, file))
  })
})
