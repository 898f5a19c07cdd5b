import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readServiceFile } from './read-service-settings.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-service-file-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (text: string) => {
  const file = join(folder, 'service.yaml')
  writeFileSync(file, text)
  return readServiceFile(file)
}

test('a minimal file has a policy, and defaults for the rest', async () => {
  expect(await read('version: 1\npolicy: policy.yaml')).toEqual({
    settings: {
      policy: { from: 'file', file: join(folder, 'policy.yaml') },
      environment: 'production',
      listen: null,
      grpc: null,
      admin: null,
      tls: null,
      keyFile: null,
      hosts: [],
      authentication: [],
      tokenKeys: [],
      trustedProxies: [],
      log: { access: false, decisions: { granted: 0.01, denied: 1 } },
    },
  })
})

test('every key is read, and paths are relative to the file', async () => {
  const result = await read(`
version: 1
bundle: { file: bundle.json, keys: [{ id: k, purpose: bundle, publicKey: p }] }
environment: staging
listen: 10.0.0.5:9090
grpc: "[::1]:9091"
admin: 127.0.0.1:9902
tls: { certFile: cert.pem, keyFile: key.pem, clientCaFile: proxies.pem }
serviceKeyFile: key
authentication:
  - { issuer: https://login.example.com, audience: api, jwksUrl: https://login.example.com/jwks, algorithms: [ES256], clockSkew: 30s }
tokenKeys: [{ id: portal, publicKey: p }]
trustedProxies: [10.0.0.0/8]
log: { decisions: { granted: 0.5 } }
`)
  expect(result).toMatchObject({
    settings: {
      policy: { from: 'signed-file', file: join(folder, 'bundle.json') },
      environment: 'staging',
      listen: { host: '10.0.0.5', port: 9090 },
      grpc: { host: '::1', port: 9091 },
      admin: { host: '127.0.0.1', port: 9902 },
      tls: {
        certFile: join(folder, 'cert.pem'),
        keyFile: join(folder, 'key.pem'),
        clientCaFile: join(folder, 'proxies.pem'),
      },
      keyFile: join(folder, 'key'),
      authentication: [{ issuer: 'https://login.example.com', clockSkew: 30_000 }],
      tokenKeys: [{ id: 'portal', publicKey: 'p' }],
      trustedProxies: ['10.0.0.0/8'],
      log: { access: false, decisions: { granted: 0.5, denied: 1 } },
    },
  })
})

const issuer = 'issuer: https://a.example, audience: a'

const problems: readonly (readonly [title: string, text: string, path: string, message: RegExp])[] =
  [
    ['no policy', 'version: 1', '', /exactly one policy source/],
    ['a key of the gateway alone', 'version: 1\npolicy: p\nupstreams: {}', '', /`upstreams`/],
    ['access lines', 'version: 1\npolicy: p\nlog: { access: true }', '/log', /`access`/],
    ['no address', 'version: 1\npolicy: p\nlisten: here', '/listen', /invalid address `here`/],
    ['no address of gRPC', 'version: 1\npolicy: p\ngrpc: "1"', '/grpc', /invalid address `1`/],
    ['no admin address', 'version: 1\npolicy: p\nadmin: x', '/admin', /invalid address `x`/],
    [
      'an issuer without a way to ask',
      `version: 1\npolicy: p\nauthentication: [{ ${issuer} }]`,
      '/authentication/0',
      /jwksUrl/,
    ],
    [
      'an issuer twice',
      `version: 1\npolicy: p\nauthentication:\n${`  - { ${issuer}, jwksUrl: https://a.example/, algorithms: [ES256] }\n`.repeat(2)}`,
      '/authentication/1/issuer',
      /duplicate issuer/,
    ],
  ]

for (const [title, text, path, message] of problems) {
  test(`${title} is reported with its position`, async () => {
    const result = await read(text)
    expect('problems' in result && result.problems).toEqual([
      {
        path,
        message: expect.stringMatching(message),
        line: expect.any(Number),
        column: expect.any(Number),
      },
    ])
  })
}
