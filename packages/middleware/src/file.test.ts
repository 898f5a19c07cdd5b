import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleBytes } from '@marque/core'
import type { SyncEvent } from '@marque/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BUNDLE } from '../test/behaviours/policy.ts'
import { policyFile } from './file.ts'

const TEXT = (origin: string): string => `version: 1
self: [https://api.example.com]
contact: api@example.com
origins:
  web: { allow: ["${origin}"], owner: a@example.com, purpose: tests, reviewBy: 2099-11-01 }
resources:
  - { name: all, match: [{ path: /** }], sensitivity: internal, grants: [{ origins: [web] }] }
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a policy is compiled, and again when it changes; a bad change leaves what is held', async () => {
  const path = join(folder, 'policy.yaml')
  writeFileSync(path, TEXT('https://one.example.com'))
  const events: SyncEvent[] = []
  const source = await policyFile(path, { interval: 0, onEvent: (event) => events.push(event) })
  const first = source.engine?.digest
  writeFileSync(path, TEXT('https://two.example.com'))
  await source.reload()
  expect(source.engine?.digest).not.toBe(first)
  const second = source.engine?.digest
  writeFileSync(path, TEXT('https://*.com'))
  await source.reload()
  expect(source.engine?.digest).toBe(second)
  expect(events.map(({ type }) => type)).toEqual(['swapped', 'rejected'])
  await source.close()
})

test('a bad policy stops the start and says where', async () => {
  const path = join(folder, 'policy.yaml')
  writeFileSync(path, TEXT('https://*.com'))
  await expect(policyFile(path)).rejects.toMatchObject({
    code: 'ERR_SYNC_REFUSED',
    message: expect.stringMatching(/^`.*policy\.yaml`: .*error.* in line 5: .*MQ-\d{3}/),
  })
  await expect(policyFile(join(folder, 'none.yaml'))).rejects.toMatchObject({
    code: 'ERR_SYNC_UNREADABLE',
  })
})

test('a bundle is taken as it is, for its own environment', async () => {
  const path = join(folder, 'bundle.json')
  writeFileSync(path, bundleBytes(BUNDLE))
  const source = await policyFile(path, { interval: 0 })
  expect(source.engine?.bundle.environment).toBe('production')
  await source.close()
  await expect(policyFile(path, { environment: 'staging' })).rejects.toThrow(/`staging`/)
})

test('a minified JSON policy whose first key is `contact` is read as a policy', async () => {
  const path = join(folder, 'policy.json')
  writeFileSync(
    path,
    '{"contact":"api@example.com","version":1,"self":["https://api.example.com"],"resources":[]}',
  )
  const source = await policyFile(path, { interval: 0 })
  expect(source.engine?.bundle.contact).toBe('api@example.com')
  await source.close()
})

test('an unknown option is an error: a misspelt environment must not be production', async () => {
  const path = join(folder, 'policy.yaml')
  writeFileSync(path, TEXT('https://one.example.com'))
  const options = { enviroment: 'staging' } as object
  await expect(policyFile(path, options)).rejects.toThrow(
    new TypeError('unknown option `enviroment` of `policyFile`'),
  )
})
