/**
 * A programmer's mistakes, told when the middleware is made.
 *
 * @module
 */
import type { MarqueOptions } from './options.ts'

const KNOWN: readonly string[] = [
  'policy',
  'context',
  'scheme',
  'statement',
  'tokenKeys',
  'onDecision',
  'onError',
]

/** @throws {TypeError} What would otherwise show as a policy that never holds, or as a check that is never made. */
export function checkOptions<Request>(options: MarqueOptions<Request>): void {
  const { policy, context, scheme, statement, onDecision } = options
  if (
    typeof policy !== 'object' ||
    policy === null ||
    !('moment' in policy || 'format' in policy)
  ) {
    throw new TypeError(
      '`policy` must be a bundle or a source: openFile(…), openUrl(…), policyFile(…)',
    )
  }
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  // A misspelt `statement` or `tokenKeys` would be a check that nobody makes.
  if (unknown !== undefined) throw new TypeError(`\`${unknown}\` is no option`)
  if (context !== undefined && typeof context !== 'function') {
    throw new TypeError('`context` must be a function of the request')
  }
  if (onDecision !== undefined && typeof onDecision !== 'function') {
    throw new TypeError('`onDecision` must be a function')
  }
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new TypeError('`scheme` must be `http` or `https`')
  }
  if (statement !== undefined) checkStatementKeys(statement)
}

function checkStatementKeys(keys: NonNullable<MarqueOptions<unknown>['statement']>): void {
  if (keys.length === 0) {
    throw new TypeError('`statement` names no key, so no statement could be believed')
  }
  for (const { id, secret, audience } of keys) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
      throw new TypeError('the id of a statement key must be 1 to 32 of A-Z a-z 0-9 _ -')
    }
    if (!(secret instanceof Uint8Array) || secret.length < 32) {
      throw new TypeError(`the statement key \`${id}\` must have at least 32 bytes`)
    }
    if (typeof audience !== 'string' || audience === '') {
      throw new TypeError(`the statement key \`${id}\` names no audience`)
    }
  }
}
