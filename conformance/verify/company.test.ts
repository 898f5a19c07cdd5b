import { verify } from '@marque/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NGINX } from '../deploy/index.ts'
import { COMPANY_MISTAKES, COMPANY_POLICY, type Company, startCompany } from './company/index.ts'
import type { InputChange } from './mistakes/index.ts'
import { inputOf, namesOf } from './run-stack.ts'

describe.skipIf(NGINX === undefined)('the sample company at gateway, nginx and Express', () => {
  let company: Company

  beforeAll(async () => {
    company = await startCompany([{ id: 'right' }, ...COMPANY_MISTAKES])
  })
  afterAll(() => company.stop())

  async function verifyStack(id: string, input: InputChange = {}) {
    const layers = (await company.layersOf(id)).map((layer) => ({
      ...{ http: 1 as const, target: null, onlyAsSeen: false },
      ...layer,
    }))
    const common = { paths: [], maxProbes: 260, ...input }
    const stack = { id, note: '', policy: COMPANY_POLICY, input: common, start: async () => layers }
    return verify(inputOf(stack, layers))
  }

  test('nothing is reported about right layers', async () => {
    const verification = await verifyStack('right')
    expect(namesOf(verification)).toEqual([])
    expect(verification.report.complete).toBe(true)
    for (const { sent, unanswered } of verification.report.layers) {
      expect(sent).toBeGreaterThan(200)
      expect(unanswered).toBe(0)
    }
  })

  for (const { id, note, expected, input } of COMPANY_MISTAKES) {
    test(`${id}: ${note}`, async () => {
      const names = namesOf(await verifyStack(id, input))
      expect(names).toEqual([`${expected.layer} ${expected.cause}`])
    })
  }

  test('there are at least 25 mistakes, in every layer', () => {
    expect(COMPANY_MISTAKES.length).toBeGreaterThanOrEqual(25)
    const layers = new Set(COMPANY_MISTAKES.map(({ expected }) => expected.layer))
    expect([...layers].sort()).toEqual(['app', 'gateway', 'nginx'])
  })
})
