/**
 * All diagnoses, in the order of the table of causes: from the widest to the narrowest.
 *
 * @module
 */
import type { Cause } from '../../report/index.ts'
import type { Diagnosis } from '../layer-view.ts'
import { cacheMixed } from './cache-mixed.ts'
import { expiredStillGranted, stalePolicy } from './earlier-policy.ts'
import { notBlocked, pathConfused, websocketOpen } from './enforcement.ts'
import { fixedOrigin } from './fixed-origin.ts'
import { grantsTooLittle, grantsTooMuch, harmless, otherTooLittle, otherTooMuch } from './grants.ts'
import { optionsHijacked } from './options-hijacked.ts'
import {
  ignoresCase,
  ignoresPort,
  ignoresScheme,
  matchesDotAsAny,
  matchesPrefix,
  matchesSubdomains,
  matchesSuffix,
} from './origin-comparison.ts'
import {
  credentialsLeaked,
  credentialsMissing,
  exposedHeadersDiffer,
  maxAgeDiffers,
  methodsDiffer,
  requestHeadersDiffer,
} from './parts-of-the-grant.ts'
import { preflightForwarded } from './preflight-forwarded.ts'
import {
  preflightAuthenticated,
  preflightNotAnswered,
  preflightRedirected,
} from './preflight-refused.ts'
import { reflectsAnyOrigin } from './reflects-any-origin.ts'
import { reflectsNull } from './reflects-null.ts'
import { replicasDiffer } from './replicas-differ.ts'
import { rewritten } from './rewritten.ts'
import { twoAuthors } from './two-authors.ts'
import { varyLost, varyMissing } from './vary.ts'
import { wildcardWithCredentials } from './wildcard-with-credentials.ts'
import {
  errorsWithoutHeaders,
  notModifiedWithoutHeaders,
  redirectWithoutHeaders,
} from './without-headers.ts'

/** A row of the table: causes that are told apart by which explains most. */
export type CauseRow = readonly (readonly [cause: Cause, diagnosis: Diagnosis])[]

/** `unreachable` and `unsteady` come from the state of the layer, `browser-differs` from real browsers. */
export const CAUSE_ROWS: readonly CauseRow[] = [
  [['replicas-differ', replicasDiffer]],
  [['cache-mixed', cacheMixed]],
  [
    ['reflects-any-origin', reflectsAnyOrigin],
    ['fixed-origin', fixedOrigin],
    ['wildcard-with-credentials', wildcardWithCredentials],
    ['reflects-null', reflectsNull],
  ],
  [
    ['matches-prefix', matchesPrefix],
    ['matches-suffix', matchesSuffix],
    ['matches-dot-as-any', matchesDotAsAny],
    ['matches-subdomains', matchesSubdomains],
    ['ignores-scheme', ignoresScheme],
    ['ignores-port', ignoresPort],
    ['ignores-case', ignoresCase],
  ],
  [
    ['preflight-authenticated', preflightAuthenticated],
    ['preflight-redirected', preflightRedirected],
    ['preflight-not-answered', preflightNotAnswered],
  ],
  [['preflight-forwarded', preflightForwarded]],
  [['options-hijacked', optionsHijacked]],
  [['two-authors', twoAuthors]],
  [
    ['errors-without-headers', errorsWithoutHeaders],
    ['redirect-without-headers', redirectWithoutHeaders],
    ['not-modified-without-headers', notModifiedWithoutHeaders],
  ],
  [
    ['vary-lost', varyLost],
    ['vary-missing', varyMissing],
  ],
  [['websocket-open', websocketOpen]],
  [['not-blocked', notBlocked]],
  [
    ['expired-still-granted', expiredStillGranted],
    ['stale-policy', stalePolicy],
  ],
  [['path-confused', pathConfused]],
  // What lets in more is never counted under what lets in less, nor an error under a warning.
  [
    ['credentials-leaked', credentialsLeaked],
    ['methods-differ', methodsDiffer],
    ['request-headers-differ', requestHeadersDiffer],
  ],
  [['credentials-missing', credentialsMissing]],
  [
    ['exposed-headers-differ', exposedHeadersDiffer],
    ['max-age-differs', maxAgeDiffers],
  ],
  [['rewritten', rewritten]],
  [['grants-too-much', grantsTooMuch]],
  [['grants-too-little', grantsTooLittle]],
  [['harmless', harmless]],
]

/** What is left when every row has taken its differences: none remains without a cause. */
export const LAST_ROWS: readonly CauseRow[] = [
  [['grants-too-much', otherTooMuch]],
  [['grants-too-little', otherTooLittle]],
]
