/**
 * The decision, told to the upstream (D29).
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { STATEMENT_HEADER, writeStatement } from '@marque/core'
import type { Stages } from '../serve/stages.ts'
import type { Settings } from '../settings/settings.ts'

/**
 * Writes a statement for each request that goes on; the audience is the name of the upstream.
 *
 * @throws {TypeError} The key file does not hold at least 32 bytes in hex or base64.
 */
export function statementStage({
  keyId,
  keyFile,
}: NonNullable<Settings['statement']>): NonNullable<Stages['state']> {
  const secret = readSecret(keyFile)
  const mac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
    createHmac('sha256', key).update(message).digest()
  return ({ engine, facts, decision }, upstream) => {
    // Without a policy nothing was decided that another layer could compare.
    if (engine === null) return undefined
    const key = { id: keyId, secret, audience: upstream, mac }
    return [STATEMENT_HEADER, writeStatement(key, facts, decision, engine.digest, Date.now())]
  }
}

/** Hex or base64, so that a key can be made by any tool: `openssl rand -hex 32`. */
function readSecret(file: string): Uint8Array {
  const text = readFileSync(file, 'utf8').trim()
  const secret = /^[0-9a-fA-F]{64,}$/.test(text)
    ? Buffer.from(text, 'hex')
    : Buffer.from(text, 'base64')
  if (secret.length < 32) {
    throw new TypeError(
      `\`${file}\` must hold at least 32 bytes in hex or base64; \`openssl rand -hex 32\` makes them`,
    )
  }
  return secret
}
