/** The example of the guide: the description, and the policy that is made of it. `MARQUE_WRITE=1` rewrites the latter. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, load } from '@marque/policy'
import { expect, test } from 'vitest'
import {
  compareApi,
  draftFromApi,
  mergeApis,
  readOpenApi,
  updatePolicy,
  writeDraft,
} from '../src/index.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'examples', 'openapi')
const policy = join(folder, 'policy.yaml')
const { api, findings } = readOpenApi(readFileSync(join(folder, 'openapi.yaml')), 'openapi.yaml')
if (api === null) throw new Error('the example cannot be read')

const draft = writeDraft(
  draftFromApi(mergeApis([api], []).api, {
    contact: null,
    origins: [],
    credentials: false,
    owner: null,
    schema: './policy-1.json',
    file: 'openapi.yaml',
  }),
)
if (process.env.MARQUE_WRITE === '1') writeFileSync(policy, draft)

test('the policy is the draft of the description', () => {
  expect(readFileSync(policy, 'utf8')).toBe(draft)
  expect(findings.map(({ code, line }) => `${code} ${line}`)).toEqual(['MQ-812 8', 'MQ-809 88'])
})

test('it has no findings and needs no update', () => {
  const judged = check(load(draft, 'policy.yaml'), {
    environment: 'production',
    now: Date.UTC(2098, 10, 22),
  })
  expect(judged.filter(({ severity }) => severity !== 'note')).toEqual([])
  expect(compareApi(load(draft, 'policy.yaml'), [api])).toMatchObject({
    ofApi: [],
    ofPolicy: [],
  })
  expect(updatePolicy(draft, 'policy.yaml', [api])).toEqual({
    text: draft,
    added: [],
    origins: [],
    findings: [],
  })
})
