/**
 * A certificate that signs itself.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListenSettings } from '../src/settings/settings.ts'

export interface Certificate {
  readonly tls: NonNullable<ListenSettings['tls']>
  remove(): void
}

export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'marque-certificate-'))
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const name = ['-days', '2', '-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', ['req', '-x509', ...curve, ...name], { stdio: 'ignore' })
  return {
    tls: { certFile, keyFile, clientCaFile: null },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
