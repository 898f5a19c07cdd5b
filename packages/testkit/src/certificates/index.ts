/**
 * Certificates that are made when a test runs, so that none expires.
 *
 * @module
 */
export {
  type CertificateFiles,
  publicKeyHash,
  readCertificate,
  selfSigned,
  signedBy,
  type TemporaryCertificate,
  temporaryCertificate,
} from './certificates.ts'
