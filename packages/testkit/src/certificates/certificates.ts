/**
 * Certificates by `openssl`, valid for two days from the clock of this process (`faketime` reaches `openssl` too).
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../processes/index.ts'

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly certFile: string
  readonly keyFile: string
}

export interface TemporaryCertificate extends CertificateFiles {
  /** As a gateway's `listen` takes it. */
  readonly tls: CertificateFiles & { readonly clientCaFile: null }
  remove(): void
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
const LOOPBACK = ['DNS:localhost', 'IP:127.0.0.1']

/**
 * Makes `NAME.pem` and `NAME.key` in a folder: a certificate that is its own authority.
 *
 * @param alternatives Subject alternative names as `openssl` writes them; those of the loopback unless given.
 */
export function selfSigned(
  folder: string,
  name = 'localhost',
  alternatives: readonly string[] = LOOPBACK,
): CertificateFiles {
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2']
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${alternatives.join(',')}`]
  openssl(folder, ['req', '-x509', ...KEY, ...files, ...names])
  return filesOf(folder, name)
}

/** The same, signed by an authority that {@link selfSigned} made in that folder. */
export function signedBy(folder: string, authority: string, name: string): CertificateFiles {
  const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`]
  openssl(folder, ['req', ...KEY, ...request])
  const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial']
  const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-days', '2']
  openssl(folder, ['x509', '-req', ...files, ...by])
  return filesOf(folder, name)
}

/** A self-signed certificate for the loopback in a folder of its own. */
export function temporaryCertificate(): TemporaryCertificate {
  const folder = temporaryFolder()
  const files = selfSigned(folder.path)
  return { ...files, tls: { ...files, clientCaFile: null }, remove: folder.remove }
}

/** The SHA-256 of the public key in base64, as browsers take it (`--ignore-certificate-errors-spki-list`). */
export function publicKeyHash({ certFile }: CertificateFiles): string {
  const { publicKey } = new X509Certificate(readFileSync(certFile))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}

/** Reads both files, for Node's own servers. */
export function readCertificate({ certFile, keyFile }: CertificateFiles): {
  readonly cert: Buffer
  readonly key: Buffer
} {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) }
}

function filesOf(folder: string, name: string): CertificateFiles {
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) }
}

function openssl(folder: string, args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore', cwd: folder })
}
