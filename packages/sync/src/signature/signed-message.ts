/**
 * The bytes that a signature covers.
 *
 * Every part is preceded by its length, so that two different statements never have the same bytes. The first line names the purpose, so that a signature for
 * one purpose does not verify for another.
 *
 * @module
 */
import type { KeyPurpose } from './keys.ts'

/** What is signed in addition to the bytes. */
export interface Statement {
  readonly purpose: KeyPurpose
  /** The empty string without tenants. */
  readonly tenant: string
  readonly environment: string
  readonly number: number
  /** Epoch milliseconds. Covered by the signature because the clock guard relies on it. */
  readonly issuedAt: number
}

/** `marque-bundle/v1\n`, then tenant, environment, number, issuedAt and bytes, each after its length: 8 bytes, big-endian. */
export function signedMessage(statement: Statement, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const parts = [
    encoder.encode(statement.tenant),
    encoder.encode(statement.environment),
    encoder.encode(String(statement.number)),
    encoder.encode(String(statement.issuedAt)),
    bytes,
  ]
  const head = encoder.encode(`marque-${statement.purpose}/v1\n`)
  const message = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, head.length))
  const view = new DataView(message.buffer)
  message.set(head)
  let at = head.length
  for (const part of parts) {
    view.setBigUint64(at, BigInt(part.length))
    message.set(part, at + 8)
    at += 8 + part.length
  }
  return message
}
