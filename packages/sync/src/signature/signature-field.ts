/**
 * The field `Marque-Signature`: `keyId=…;number=…;issuedAt=…;sig=…`.
 *
 * @module
 */
import { fromBase64, toBase64url } from './base64.ts'

/** The parsed field. */
export interface SignatureField {
  readonly keyId: string
  readonly number: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>
}

const FORM =
  /^keyId=([A-Za-z0-9._-]{1,64});number=(0|[1-9][0-9]{0,14});issuedAt=(0|[1-9][0-9]{0,14});sig=([A-Za-z0-9_-]{86})$/

/** Parses exactly the form that {@link writeSignatureField} writes; `undefined` for another order, spaces, a second field. */
export function readSignatureField(value: string): SignatureField | undefined {
  const match = FORM.exec(value)
  const signature = fromBase64(match?.[4] ?? '')
  if (match === null || signature?.length !== 64) return undefined
  return { keyId: match[1] ?? '', number: Number(match[2]), issuedAt: Number(match[3]), signature }
}

export function writeSignatureField({
  keyId,
  number,
  issuedAt,
  signature,
}: SignatureField): string {
  return `keyId=${keyId};number=${number};issuedAt=${issuedAt};sig=${toBase64url(signature)}`
}
