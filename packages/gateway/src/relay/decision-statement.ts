/**
 * The signed statement of the decision for the upstream (D29).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { type HeaderLine, STATEMENT_HEADER, writeStatement } from '@marque/core'
import { readSecretKey, type Settings } from '../config/index.ts'
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
  const secret = readSecretKey(keyFile)
  const mac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
    createHmac('sha256', key).update(message).digest()
  return ({ engine, facts, decision }, upstream) => {
    if (engine === null) return undefined
    const key = { id: keyId, secret, audience: upstream, mac }
    return [STATEMENT_HEADER, writeStatement(key, facts, decision, engine.digest, Date.now())]
  }
}
