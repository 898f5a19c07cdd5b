import { expect, test } from 'vitest'
import { readAddress } from './common-settings.ts'
import { DEFAULTS } from './defaults.ts'
import { problemCases } from './read-settings.cases.ts'
import { readSettings } from './read-settings.ts'

const read = (text: string) =>
  readSettings(new TextEncoder().encode(text), '/etc/marque/gateway.yaml')

for (const [name, text, path, message] of problemCases) {
  test(`${name} is reported with its position`, async () => {
    const result = await read(text)
    const problems = 'problems' in result ? result.problems : []
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          path,
          message: expect.stringMatching(message),
          line: expect.any(Number),
        }),
      ]),
    )
  })
}

test('a minimal file has a policy and an upstream, and defaults for the rest', async () => {
  const result = await read(
    'version: 1\npolicy: policy.yaml\nupstreams: { app: { urls: ["http://127.0.0.1:3000"] } }',
  )
  const settings = 'settings' in result ? result.settings : undefined
  expect(settings).toMatchObject({
    ...DEFAULTS,
    policy: { from: 'file', file: '/etc/marque/policy.yaml' },
    routes: [{ host: null, path: null, originSets: null, tenant: null, upstream: 'app' }],
  })
})

test.each([
  'http://127.0.0.1:9/jwks',
  'http://[::1]/jwks',
  'http://localhost/jwks',
  'https://login.example.com/jwks',
])('keys may come from %s', async (url) => {
  const result = await read(
    `version: 1\npolicy: p.yaml\nupstreams: { a: { urls: [http://a] } }\nauthentication: [{ issuer: i, audience: a, jwksUrl: "${url}", algorithms: [ES256] }]`,
  )
  expect('settings' in result && result.settings.authentication[0]?.jwks?.url).toBe(url)
})

test('several problems are reported at once', async () => {
  const result = await read(
    'version: 1\npolicy: p.yaml\ndrain: x\nprocesses: 0\nupstreams: { a: { urls: [ftp://a] } }',
  )
  expect('problems' in result && result.problems.map(({ path }) => path).sort()).toEqual([
    '/drain',
    '/processes',
    '/upstreams/a/urls/0',
  ])
})

const addresses: readonly (readonly [text: string, want: string | undefined])[] = [
  ['127.0.0.1:8080', '127.0.0.1 8080'],
  ['[::1]:0', '::1 0'],
  ['localhost:80', 'localhost 80'],
  ['8080', undefined],
  [':8080', undefined],
  ['127.0.0.1:65536', undefined],
  ['127.0.0.1:', undefined],
  ['http://127.0.0.1:1', undefined],
]

for (const [text, want] of addresses) {
  test(`\`${text}\` is ${want === undefined ? 'no address' : 'an address'}`, () => {
    const address = readAddress(text)
    expect(address && `${address.host} ${address.port}`).toBe(want)
  })
}
