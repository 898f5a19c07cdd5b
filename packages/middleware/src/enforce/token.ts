/**
 * The origin-bound token of a request (D16).
 *
 * @module
 */
import type { Context, RequestFacts } from '@marque/core'
import { TOKEN_HEADER, type TokenKeys, verifyOriginToken } from '@marque/sync'

/**
 * Puts the token that came into the context, verified. Several lines are no token: which of them is meant could be read in two ways.
 *
 * @returns The context as it is where no token came: at once, so that a request without one waits for nothing.
 */
export function withToken(
  keys: TokenKeys,
  facts: RequestFacts,
  context: Context,
): Context | Promise<Context> {
  const lines = facts.headers.filter(
    ([name]) => name.length === TOKEN_HEADER.length && name.toLowerCase() === TOKEN_HEADER,
  )
  const [first] = lines
  if (first === undefined) return context
  if (lines.length > 1) return { ...context, token: 'invalid' }
  return verifyOriginToken(keys, first[1]).then((token) => ({ ...context, token }))
}
