import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { selfSigned } from './self-signed.ts'

const NOW = Date.parse('2031-03-09T08:07:06.500Z')

test('the certificate is valid on the day before and after, signed by its own key, whose hash browsers are given', () => {
  const { certificate, key, keyHash } = selfSigned(NOW)
  const read = new X509Certificate(certificate)
  expect(read.subject).toBe('CN=marque-verify')
  expect(new Date(read.validFrom).toISOString()).toBe('2031-03-08T08:07:06.000Z')
  expect(new Date(read.validTo).toISOString()).toBe('2031-03-10T08:07:06.000Z')
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true)
  const info = read.publicKey.export({ type: 'spki', format: 'der' })
  expect(keyHash).toBe(createHash('sha256').update(info).digest('base64'))
})

test('each certificate has a serial number and a key of its own', () => {
  const [one, other] = [selfSigned(NOW), selfSigned(NOW)]
  const serial = ({ certificate }: typeof one) => new X509Certificate(certificate).serialNumber
  expect(serial(one)).not.toBe(serial(other))
  expect(one.keyHash).not.toBe(other.keyHash)
})
