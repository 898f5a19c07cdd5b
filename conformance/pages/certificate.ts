/**
 * A certificate for the servers of the tests.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Tls {
  readonly certFile: string
  readonly keyFile: string
}

/** Makes a certificate for the hosts of the tests, which nobody has signed but itself. */
export function certificateIn(folder: string): Tls {
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
  const names = ['site.localhost', '*.site.localhost', 'far.localhost', 'localhost']
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const about = ['-days', '2', '-subj', '/CN=localhost', '-addext']
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  const files = ['-keyout', tls.keyFile, '-out', tls.certFile]
  execFileSync('openssl', ['req', '-x509', ...options, ...about, alternatives, ...files], {
    stdio: 'ignore',
  })
  return tls
}

/** The SHA-256 of its public key, as `trustedKey` of a browser has it. */
export function keyHashOf({ certFile }: Tls): string {
  const { publicKey } = new X509Certificate(readFileSync(certFile))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}

/** For Node's own servers. */
export function readTls({ certFile, keyFile }: Tls): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) }
}
