import { GATEWAY_POLICY, sendRequest } from '@marque/testkit/gateway'
import { API_HOST, APP } from '@marque/testkit/policies'
import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, expect, test } from 'vitest'
import { type DecisionServiceSettings, runDecisionService } from '../src/index.ts'

const folder = temporaryFolder()
const file = folder.write('policy.yaml', GATEWAY_POLICY)
afterAll(() => folder.remove())

type Lines = { readonly [name: string]: string }

const nginx = (host: string): Lines => ({
  'x-original-method': 'GET',
  'x-original-uri': '/v1/account/me',
  'x-original-host': host,
  'x-original-name': host.replace(/:\d+$/, ''),
  'x-original-scheme': 'http',
  'x-original-address': '192.0.2.7',
})
const forwarded = (host: string): Lines => ({
  'x-forwarded-method': 'GET',
  'x-forwarded-uri': '/v1/account/me',
  'x-forwarded-host': host,
  'x-forwarded-proto': 'http',
  'x-forwarded-for': '192.0.2.7',
})

async function started(more: Partial<DecisionServiceSettings> = {}) {
  const lines: string[] = []
  const service = await runDecisionService(
    {
      policy: { from: 'file', file },
      environment: 'production',
      listen: { host: '127.0.0.1', port: 0 },
      keyFile: null,
      log: { access: false, decisions: { granted: 0, denied: 1 } },
      ...more,
    },
    undefined,
    { write: (line) => void lines.push(line), close: async () => undefined },
  )
  return {
    lines,
    close: () => service.close(),
    ask: (path: string, headers: Lines) => sendRequest(`${service.url}${path}`, { headers }),
  }
}

test('F35: a request for a host that the policy does not name is answered 421, whichever proxy asks', async () => {
  const { ask, lines, close } = await started()
  for (const more of [{}, { origin: APP }, { origin: 'http://evil.example' }] as Lines[]) {
    const check = await ask('/nginx/check', { ...nginx('evil.example'), ...more })
    // `auth_request` handles no other status than 401 and 403.
    expect(check.status).toBe(403)
    for (const [path, asked] of [
      ['/nginx/answer', nginx('evil.example')],
      ['/caddy/check', forwarded('evil.example')],
      ['/traefik/check', forwarded('evil.example')],
    ] as const) {
      const { status, body } = await ask(path, { ...asked, ...more })
      expect([path, status]).toEqual([path, 421])
      expect(JSON.parse(body)).toMatchObject({ type: 'urn:marque:gateway:host-not-served' })
    }
  }
  await close()
  // One line for each request: not for the second check of nginx.
  expect(lines).toHaveLength(9)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    host: 'evil.example',
    reach: false,
    read: false,
    grant: null,
    status: 421,
  })
})

test('F35: hosts of the policy, addresses and loopback names are served; others by `hosts`', async () => {
  const { ask, close } = await started({ hosts: ['legacy.example.net'] })
  for (const host of [API_HOST, '10.0.0.7:8080', 'localhost', '[::1]', 'legacy.example.net'])
    expect([host, (await ask('/caddy/check', forwarded(host))).status]).toEqual([host, 200])
  await close()
})

test('F35: `hosts: any` serves every host', async () => {
  const { ask, close } = await started({ hosts: 'any' })
  expect((await ask('/traefik/check', forwarded('evil.example'))).status).toBe(200)
  await close()
})

test('a host that cannot be read stays 400', async () => {
  const { ask, close } = await started()
  expect((await ask('/traefik/check', forwarded('evil.example:0'))).status).toBe(400)
  await close()
})
