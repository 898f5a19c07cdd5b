/**
 * Certificates for a service and for the proxy that asks it.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

export interface Certificate {
  readonly certFile: string
  readonly keyFile: string
}

/** For `127.0.0.1` and `localhost`; its own authority. */
export function selfSigned(folder: string, name: string): Certificate {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2']
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  openssl(folder, ['req', '-x509', ...EC, ...files, ...names])
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) }
}

/** One that the authority of that name signed. */
export function signedBy(folder: string, authority: string, name: string): Certificate {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.csr`]
  openssl(folder, ['req', ...EC, ...files, '-subj', `/CN=${name}`])
  const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial']
  openssl(folder, [
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...by,
    '-out',
    `${name}.pem`,
    '-days',
    '2',
  ])
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) }
}

function openssl(folder: string, args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore', cwd: folder })
}
