import { expect, test } from 'vitest'
import { reportsCertificate } from './client-request.ts'

test.each([
  [[], false],
  [[['Client-Cert', ':MIIB:']], true],
  [[['Client-Cert', '']], false],
  [[['X-Forwarded-Tls-Client-Cert', 'MIIB']], true],
  [[['X-Original-Certificate', 'SUCCESS']], true],
  [[['X-Original-Certificate', 'FAILED:self signed certificate']], true],
  [[['X-Original-Certificate', 'NONE']], false],
  [[['X-Original-Certificate', '']], false],
  [[['Cookie', 'client-cert=1']], false],
] as const)('D13: %j reports a certificate: %s', (lines, isReported) => {
  expect(reportsCertificate(lines)).toBe(isReported)
})
