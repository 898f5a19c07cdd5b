import { type Bundle, bundleBytes } from '@marque/core'
import { expect, test } from 'vitest'
import { open } from './open.ts'

const NOW = Date.UTC(2026, 10, 22)
const POLICY = {
  contact: 'format: "marque-bundle/1"',
  version: 1,
  self: ['https://api.example.com'],
  resources: [],
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

async function bundleOf(environment: string): Promise<Bundle> {
  const opened = await open(bytesOf(JSON.stringify(POLICY)), { file: '-', environment, now: NOW })
  if ('code' in opened) throw new Error(opened.message)
  return opened.bundle
}

test('a policy is compiled, for production unless an environment is given', async () => {
  const opened = await open(bytesOf(JSON.stringify(POLICY)), { file: 'policy.json', now: NOW })
  expect(opened).toMatchObject({
    bundle: { environment: 'production', contact: POLICY.contact },
    source: { file: 'policy.json', document: POLICY },
  })
})

test('a bundle of any environment is accepted where none is given', async () => {
  const bytes = bundleBytes(await bundleOf('staging'))
  expect(await open(bytes, { file: '-', now: NOW })).toMatchObject({
    bundle: { environment: 'staging' },
    source: null,
    findings: [],
  })
})

test('a bundle of another environment is refused', async () => {
  const bytes = bundleBytes(await bundleOf('staging'))
  expect(await open(bytes, { file: '-', environment: 'production', now: NOW })).toEqual({
    code: 'ERR_ENVIRONMENT_MISMATCH',
    message: 'the bundle is for the environment `staging`, not `production`',
  })
})

test('an invalid bundle is refused with the problem and its place', async () => {
  const bytes = bundleBytes({ ...(await bundleOf('staging')), self: ['b', 'a'] })
  expect(await open(bytes, { file: '-', now: NOW })).toMatchObject({
    code: 'ERR_BUNDLE_INVALID',
    message: expect.stringMatching(/^invalid bundle: .* at `\/self.*` \(ERR_BUNDLE_[A-Z]+\)$/),
    problem: { code: expect.stringMatching(/^ERR_BUNDLE_/) },
  })
})

const errors: readonly (readonly [text: string, message: RegExp])[] = [
  ['version: 2\n', /^the policy has 3 errors, the first in line 1: .+ \(MQ-\d{3}\)$/],
  [
    'version: 1\nself: [https://API.example.com]\nresources: []\n',
    /^the policy has an error in line 2: .+ \(MQ-\d{3}\)$/,
  ],
]

for (const [text, message] of errors) {
  test(`a policy with errors is refused: ${message.source}`, async () => {
    expect(await open(bytesOf(text), { file: '-', now: NOW })).toMatchObject({
      code: 'ERR_POLICY_INVALID',
      message: expect.stringMatching(message),
      findings: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
    })
  })
}
