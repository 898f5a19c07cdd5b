/**
 * The signed statement of the decision for the upstream (D29).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type HeaderLine, STATEMENT_HEADER, writeStatement } from '@marque/core'
import type { Settings } from '../config/index.ts'
import type { Exchange } from '../request/index.ts'

/**
 * Writes the statement for a forwarded request; the audience is the name of the upstream. `undefined` while no policy is loaded: there is no decision that
 * another layer could compare.
 */
export type StatementWriter = (exchange: Exchange, upstream: string) => HeaderLine | undefined

/** @throws {TypeError} The key file does not hold at least 32 bytes in hex or base64. */
export function statementWriter({
  keyId,
  keyFile,
}: NonNullable<Settings['statement']>): StatementWriter {
  const secret = readSecret(keyFile)
  const mac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
    createHmac('sha256', key).update(message).digest()
  return ({ engine, facts, decision }, upstream) => {
    if (engine === null) return undefined
    const key = { id: keyId, secret, audience: upstream, mac }
    return [STATEMENT_HEADER, writeStatement(key, facts, decision, engine.digest, Date.now())]
  }
}

/** Hex or base64, so that any tool can make a key: `openssl rand -hex 32`. */
function readSecret(file: string): Uint8Array {
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
