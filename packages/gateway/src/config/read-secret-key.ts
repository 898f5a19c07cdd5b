/**
 * Files that hold a secret key.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

/**
 * Reads a key in hex or base64, so that any tool can make one: `openssl rand -hex 32`.
 *
 * @throws {TypeError} The file does not hold at least 32 bytes.
 * @throws The file cannot be read.
 */
export function readSecretKey(file: string): Uint8Array {
  const text = readFileSync(file, 'utf8').trim()
  const secret = /^[0-9a-fA-F]{64,}$/.test(text)
    ? Buffer.from(text, 'hex')
    : Buffer.from(text, 'base64')
  if (secret.length < 32) {
    throw new TypeError(
      `\`${file}\` must hold at least 32 bytes in hex or base64; create it with \`openssl rand -hex 32\``,
    )
  }
  return secret
}
