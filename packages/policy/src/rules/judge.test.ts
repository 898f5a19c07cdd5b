import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readNames } from '../../reference/suffixes-below.ts'
import { grantsExample } from '../catalogue/examples.ts'
import {
  claimCases,
  effectCases,
  governanceCases,
  setCases,
  tenantCases,
  unreachableCases,
} from './effect.cases.ts'
import { headerNameCases } from './header-names.cases.ts'
import { judge } from './index.ts'
import { modelOf, NOW } from './model.cases.ts'
import { SUFFIX_LIST } from './origins.ts'
import { suffixBelow } from './suffixes-below.ts'
import {
  badPortCases,
  type JudgementCase,
  publicSuffixCases,
  rightCases,
  schemeCases,
  tieCases,
} from './unsafe.cases.ts'
import { wholePolicyCases } from './whole-policy.cases.ts'
import { exceptionCases, wideningCases } from './widening.cases.ts'

const topics: Readonly<Record<string, readonly JudgementCase[]>> = {
  'public suffixes': publicSuffixCases,
  'bad ports': badPortCases,
  'origins without TLS': schemeCases,
  'what a grant may say': rightCases,
  'D7, ties': tieCases,
  'D9, a later grant that gives more': wideningCases,
  'D16, exceptions': exceptionCases,
  'grants that say nothing': unreachableCases,
  'D15, what names the tenant': tenantCases,
  'D11, claims within one another': claimCases,
  'lists of origins': setCases,
  'keys that change nothing': effectCases,
  'names of headers': headerNameCases,
  'the policy as a whole': wholePolicyCases,
  'who answers for it': governanceCases,
}

for (const [topic, cases] of Object.entries(topics)) {
  describe(topic, () => {
    for (const { name, text, environment, has, not } of cases) {
      test(name, () => {
        const found = judge(modelOf(text), { environment: environment ?? 'production', now: NOW })
        expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual(
          expect.arrayContaining([...(has ?? [])]),
        )
        for (const code of not ?? []) expect(found.map((one) => one.code)).not.toContain(code)
      })
    }
  })
}

test('the date of the public suffix list is that of the installed version', () => {
  const file = createRequire(import.meta.url).resolve(`${SUFFIX_LIST.package}/package.json`)
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(SUFFIX_LIST.version)
})

test('each name above a public suffix of the installed list has one, and no suffix is missed', () => {
  const { suffixes, others } = readNames()
  expect(others.length).toBeGreaterThan(400)
  for (const name of others) {
    const below = suffixBelow(name)
    expect(below?.endsWith(`.${name}`), name).toBe(true)
    expect(suffixes).toContain(below)
  }
  expect(suffixBelow('example.com')).toBeUndefined()
  expect(suffixBelow('acme.fastly.net')).toBeUndefined()
})

test('the message of MQ-201 names a suffix that is below the pattern', () => {
  const model = modelOf(grantsExample(['{ origins: ["https://*.ssl.fastly.net"] }']))
  const found = judge(model, { environment: 'production', now: NOW })
  expect(found.find(({ code }) => code === 'MQ-201')?.message).toMatch(
    /^`https:\/\/\*\.ssl\.fastly\.net` covers the public suffix `\S+\.ssl\.fastly\.net`, which is below `ssl\.fastly\.net` \(/,
  )
})

test('the message of MQ-201 names the list by its date', () => {
  const model = modelOf(grantsExample(['{ origins: ["https://*.co.uk"] }']))
  const found = judge(model, { environment: 'production', now: NOW })
  expect(found.find(({ code }) => code === 'MQ-201')?.message).toBe(
    `\`https://*.co.uk\` covers the public suffix \`co.uk\` (public suffix list of ${SUFFIX_LIST.date})`,
  )
})

test('the message of MQ-225 names what is given, to whom, and the earlier grant', () => {
  const model = modelOf(
    grantsExample(['{ origins: [web] }', '{ origins: [web], credentials: true, maxAge: 1h }']),
  )
  const found = judge(model, { environment: 'production', now: NOW })
  expect(found.find(({ code }) => code === 'MQ-225')?.message).toBe(
    'permits `credentials`, `maxAge` 3600 to `https://app.example.com` for GET, which the earlier grant 0 does not',
  )
})

test('a thousand grants are judged, and one more is reported as too many', () => {
  const grant = '{ origins: [web] }'
  const codes = (count: number): readonly string[] =>
    judge(modelOf(grantsExample(Array.from({ length: count }, () => grant))), {
      environment: 'production',
      now: NOW,
    }).map(({ code }) => code)
  expect(codes(1000)).not.toContain('MQ-234')
  expect(codes(1001)).toContain('MQ-234')
})
