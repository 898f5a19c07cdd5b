/**
 * Texts for a decision.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Explained } from './report.ts'
import type { Verdict } from './verdict.ts'

/** A sign is always shown with its word. */
export const OUTCOME_SIGNS: { readonly [outcome in Verdict['outcome']]: string } = {
  yes: '✓ YES',
  no: '✗ NO',
  'not-cors': '○ NOT CORS',
  login: '○ NEEDS A LOGIN',
}

/** Shown for requests without Origin, which CORS does not restrict. */
export const NOT_RESTRICTED =
  'CORS does not restrict this request: native apps, servers and command-line tools send no Origin header; authentication and authorization must protect it'

/** The response status: set by the layer, or by the application. */
export function statusWords(
  { kind, status }: Decision,
  { isHostServed, lacksLogin }: Pick<Explained, 'isHostServed' | 'lacksLogin'>,
): string {
  if (!isHostServed) return '421, sent by the layer (the headers below are those of the policy)'
  if (status !== null) return `${status}, sent by the layer`
  if (lacksLogin)
    return '401, sent by layers that authenticate; with a login, that of the application'
  return kind === 'websocket' ? '101, sent by the application' : 'the status of the application'
}

/** The deciding grant; null if there is none. */
export function grantWords({ grant, exception }: Decision): string | null {
  if (exception !== null) return `exception ${exception}`
  return grant === null ? null : `#${grant} (zero-based)`
}
