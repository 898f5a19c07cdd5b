import { check, load } from '@marque/policy'
import { expect, test } from 'vitest'

test('what cannot be read of an exception hides nothing of what it says besides', () => {
  const text = `version: 1
self: [https://api.example.com]
resources: [{ name: r, match: [{ path: /r }], sensitivity: public, grants: [] }]
exceptions:
  - { id: E1, origin: https://e.example.org, resource: rr, until: 2026-13-01T00:00:00Z }
  - id: E2
    origin: "https://*.example.org"
    resource: r
    until: 2098-12-01T00:00:00Z
    purpose: a test
    requestedBy: a@b.example
    approvedBy: [A@B.example]
`
  const findings = check(load(text, 'policy.yaml'), {
    environment: 'production',
    now: Date.UTC(2098, 10, 22),
  })
  expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'MQ-407 /exceptions/0',
    'MQ-408 /exceptions/0',
    'MQ-409 /exceptions/0',
    'MQ-182 /exceptions/0/resource',
    'MQ-175 /exceptions/0/until',
    'MQ-189 /exceptions/1/origin',
    'MQ-410 /exceptions/1/approvedBy',
  ])
})
