/**
 * A throw-away certificate, for browsers that are told to trust its key and nothing else.
 *
 * Written by hand because a library for X.509 brings twenty packages, for one certificate that no program verifies.
 *
 * @module
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export interface SelfSigned {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly key: string
  /** SHA-256 of the public key in base64, as `--ignore-certificate-errors-spki-list` takes it. */
  readonly keyHash: string
}

const DAY = 86_400_000

/**
 * Makes a P-256 key and a certificate for it (RFC 5280, 4.1), valid from a day before `now` to a day after.
 *
 * @param now Epoch milliseconds.
 */
export function selfSigned(now: number): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' })
  const serial = randomBytes(16)
  // A positive integer without a leading zero byte.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f)
  const ecdsaWithSha256 = sequence(tlv(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, serial),
    ecdsaWithSha256,
    NAME,
    sequence(time(now - DAY), time(now + DAY)),
    NAME,
    keyInfo,
  )
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyHash: createHash('sha256').update(keyInfo).digest('base64'),
  }
}

/** One element of DER (X.690, 8.1). */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

/** GeneralizedTime in whole seconds (RFC 5280, 4.1.2.5.2). */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
  return tlv(0x18, Buffer.from(digits, 'latin1'))
}

/** CN=marque-verify. */
const NAME = sequence(
  tlv(
    0x31,
    sequence(tlv(0x06, Buffer.from('550403', 'hex')), tlv(0x0c, Buffer.from('marque-verify'))),
  ),
)
