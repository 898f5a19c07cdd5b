import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChannelCredentials, credentials, status } from '@grpc/grpc-js'
import { freePort } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DecisionServiceSettings,
  type RunningDecisionService,
  runDecisionService,
} from '../src/index.ts'
import { askOverGrpc, questionOf } from './envoy-client.ts'

const APP = 'https://app.example.com'
const KEY = '0123456789abcdef0123456789abcdef'
const POLICY = `
version: 1
self: [https://api.example.com]
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET, PUT], credentials: true, timing: true }]
`
const ASKED = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', 'api.example.com'],
  [':path', '/v1/account/me'],
  ['origin', APP],
] as const
const LOCAL = { host: '127.0.0.1', port: 0 }

const folder = mkdtempSync(join(tmpdir(), 'marque-envoy-'))
const file = (name: string): string => join(folder, name)
const PLAIN = credentials.createInsecure()

function open(more: Partial<DecisionServiceSettings> = {}): Promise<RunningDecisionService> {
  return runDecisionService({
    policy: { from: 'file', file: file('policy.yaml') },
    environment: 'production',
    listen: LOCAL,
    grpc: LOCAL,
    keyFile: null,
    ...more,
  })
}

let service: RunningDecisionService
beforeAll(async () => {
  writeFileSync(file('policy.yaml'), POLICY)
  writeFileSync(file('key'), `${KEY}\n`)
  service = await open()
})
afterAll(async () => {
  await service?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Lines = Parameters<typeof questionOf>[0]

const ask = (lines: Lines, more?: object) =>
  askOverGrpc(service.grpcAddress ?? '', questionOf(lines, more), PLAIN)

test('a request that goes on', async () => {
  expect(await ask(ASKED)).toMatchObject({
    status: { code: 0 },
    ok_response: {
      headers: [{ header: { key: 'marque-owns', value: 'timing-allow-origin' } }],
      headers_to_remove: ['marque-decision', 'marque-token'],
      response_headers_to_add: expect.arrayContaining([
        { header: { key: 'access-control-allow-origin', value: APP }, append_action: 2 },
        { header: { key: 'timing-allow-origin', value: APP }, append_action: 2 },
        { header: { key: 'vary', value: 'Origin' }, append: { value: true } },
      ]),
    },
    dynamic_metadata: { fields: { 'marque-reason': { string_value: 'granted' } } },
  })
})

test('a refusal is the whole answer', async () => {
  const answer = await ask([...ASKED.slice(0, 4), ['origin', 'https://evil.example']])
  expect(answer).toMatchObject({
    status: { code: 7 },
    denied_response: { status: { code: 403 }, body: expect.stringContaining('origin-not-granted') },
    dynamic_metadata: { fields: { 'marque-reason': { string_value: 'origin-not-granted' } } },
  })
  // Envoy counts by itself, and two counts of one body are no message.
  expect(JSON.stringify(answer)).not.toContain('content-length')
})

test('F35: a host that the policy does not name is answered 421', async () => {
  const lines = ASKED.map(([name, value]) => [name, name === ':authority' ? 'evil.example' : value])
  expect(await ask(lines as unknown as Lines)).toMatchObject({
    status: { code: 7 },
    denied_response: { status: { code: 421 }, body: expect.stringContaining('host-not-served') },
  })
})

test('a preflight is answered in the application’s place', async () => {
  const lines: Lines = [
    [':method', 'OPTIONS'],
    ...ASKED.slice(1),
    ['access-control-request-method', 'PUT'],
  ]
  const answer = await ask(lines)
  expect(answer).toMatchObject({ status: { code: 7 }, denied_response: { status: { code: 204 } } })
  expect(JSON.stringify(answer)).toContain('"value":"GET, PUT"')
})

test('two lines of Origin are two', async () => {
  const answer = await ask([...ASKED, ['origin', 'https://evil.example']])
  expect(JSON.stringify(answer)).toContain('origin-multiple')
})

describe('a question that does not say what it must has no answer', () => {
  for (const [name, value] of ASKED.slice(0, 4)) {
    const others = ASKED.filter(([other]) => other !== name)
    test(`without ${name}`, async () => {
      expect(await ask(others)).toMatchObject({ code: status.INVALID_ARGUMENT })
    })
    test(`with an empty ${name}`, async () => {
      const asked = ask([...others, [name, '']])
      expect(await asked).toMatchObject({ code: status.INVALID_ARGUMENT })
    })
    test(`with two of ${name}`, async () => {
      const asked = ask([...ASKED, [name, value]])
      expect(await asked).toMatchObject({ code: status.INVALID_ARGUMENT })
    })
  }

  test.each([
    [':scheme', 'ftp'],
    [':path', 'v1/account/me'],
    [':path', '*'],
  ] as const)('with %s as `%s`', async (name, value) => {
    const others = ASKED.filter(([other]) => other !== name)
    const asked = ask([...others, [name, value]])
    expect(await asked).toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  test('with joined lines, and it says how to mend that', async () => {
    const joined = await ask(ASKED, { header_map: undefined, headers: { origin: APP } })
    expect(joined).toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: expect.stringContaining('encode_raw_headers'),
    })
  })

  test('with bytes that are no question', async () => {
    const broken = questionOf(ASKED).subarray(0, -1)
    const asked = askOverGrpc(service.grpcAddress ?? '', broken, PLAIN)
    expect(await asked).toHaveProperty('code', status.INTERNAL)
  })

  test('with more than fits', async () => {
    const answer = await ask([...ASKED, ['x', 'x'.repeat(1_100_000)]])
    expect(answer).toHaveProperty('code', status.RESOURCE_EXHAUSTED)
  })

  test('an authority that holds a path judges no other path than its own', async () => {
    const lines: Lines = [
      ...ASKED.slice(0, 2),
      [':authority', 'api.example.com/v1/account'],
      [':path', '/v2'],
      ['origin', APP],
    ]
    expect(await ask(lines)).toMatchObject({ denied_response: { status: { code: 400 } } })
  })
})

describe('who may ask', () => {
  test('others than this machine need a key', async () => {
    await expect(open({ grpc: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(/`0\.0\.0\.0`.*key/)
  })

  test('only the key is answered', async () => {
    const closed = await open({ keyFile: file('key') })
    try {
      const asked = (initial: Lines) =>
        askOverGrpc(closed.grpcAddress ?? '', questionOf(ASKED), PLAIN, initial)
      const name = 'marque-service-key'
      for (const initial of [
        [],
        [[name, '']],
        [[name, KEY.slice(1)]],
        [
          [name, KEY],
          [name, KEY],
        ],
      ] as readonly Lines[]) {
        expect(await asked(initial)).toMatchObject({ code: status.UNAUTHENTICATED })
      }
      expect(await asked([[name, KEY]])).toMatchObject({ status: { code: 0 } })
    } finally {
      await closed.close()
    }
  })

  test('with an authority of client certificates, only who has one is answered', async () => {
    for (const name of ['server', 'authority', 'stranger']) selfSigned(name)
    signedBy('authority', 'client')
    const tls = {
      certFile: file('server.pem'),
      keyFile: file('server.key'),
      clientCaFile: file('authority.pem'),
    }
    const closed = await open({ tls })
    try {
      const asked = (by: ChannelCredentials) =>
        askOverGrpc(closed.grpcAddress ?? '', questionOf(ASKED), by)
      const root = readFileSync(file('server.pem'))
      const holding = (name: string): ChannelCredentials =>
        credentials.createSsl(
          root,
          readFileSync(file(`${name}.key`)),
          readFileSync(file(`${name}.pem`)),
        )
      expect(await asked(holding('client'))).toMatchObject({ status: { code: 0 } })
      for (const by of [holding('stranger'), credentials.createSsl(root), PLAIN]) {
        const answer = await asked(by)
        expect(answer).not.toHaveProperty('status')
        expect(answer).toHaveProperty('code', status.UNAVAILABLE)
      }
    } finally {
      await closed.close()
    }
  })
})

test('an address that is taken: it does not start, and listens nowhere', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const http = await freePort()
  try {
    const starting = open({
      listen: { host: '127.0.0.1', port: http },
      grpc: { host: '127.0.0.1', port },
    })
    await expect(starting).rejects.toThrow()
    await expect(fetch(`http://127.0.0.1:${http}/`)).rejects.toThrow()
  } finally {
    taken.close()
  }
})

test('over IPv6, too', async () => {
  const six = await open({ grpc: { host: '::1', port: 0 } })
  try {
    expect(six.grpcAddress).toMatch(/^\[::1\]:\d+$/)
    const answer = await askOverGrpc(six.grpcAddress ?? '', questionOf(ASKED), PLAIN)
    expect(answer).toMatchObject({ status: { code: 0 } })
  } finally {
    await six.close()
  }
})

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore', cwd: folder })
}

function selfSigned(name: string): void {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`]
  const more = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  openssl('req', '-x509', ...EC, ...files, ...more)
}

function signedBy(issuer: string, name: string): void {
  openssl('req', ...EC, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
  const authority = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
  openssl('x509', '-req', '-in', `${name}.csr`, ...authority, '-out', `${name}.pem`)
}
