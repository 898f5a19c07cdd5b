/**
 * The report of a run: JSON that CI, the control plane and people read.
 *
 * @module
 */
import type { Decision, Digest, HeaderLine } from '@marque/core'
import type { Finding } from '@marque/policy'

/** Everything that can be wrong at a layer, from the widest to the narrowest; each has a code MQ-6xx. */
export const CAUSES = [
  'unreachable',
  'unsteady',
  'replicas-differ',
  'cache-mixed',
  'reflects-any-origin',
  'fixed-origin',
  'wildcard-with-credentials',
  'reflects-null',
  'matches-prefix',
  'matches-suffix',
  'matches-dot-as-any',
  'matches-subdomains',
  'ignores-scheme',
  'ignores-port',
  'ignores-case',
  'preflight-authenticated',
  'preflight-redirected',
  'preflight-not-answered',
  'preflight-forwarded',
  'options-hijacked',
  'two-authors',
  'errors-without-headers',
  'redirect-without-headers',
  'not-modified-without-headers',
  'vary-lost',
  'vary-missing',
  'websocket-open',
  'not-blocked',
  'expired-still-granted',
  'stale-policy',
  'path-confused',
  'credentials-leaked',
  'credentials-missing',
  'methods-differ',
  'request-headers-differ',
  'exposed-headers-differ',
  'max-age-differs',
  'rewritten',
  'grants-too-much',
  'grants-too-little',
  'harmless',
  'browser-differs',
] as const

export type Cause = (typeof CAUSES)[number]

/** One mistake at one layer. `path` is the JSON Pointer of the resource in the bundle, empty where more than one is concerned. */
export interface LayerFinding extends Finding {
  /** The layer that makes the mistake. */
  readonly layer: string
  readonly cause: Cause
  /** The resource of the smallest probe that shows it; null for none. */
  readonly resource: string | null
  /** Outer layers that only pass the mistake on. */
  readonly alsoSeenAt: readonly string[]
  /** The smallest probe that shows it, for a POSIX shell; secrets are `$TOKEN`, `$TOKEN_2`, …; empty where nothing was sent. */
  readonly curl: string
  /** What the policy decides for that probe; null where no decision is concerned. */
  readonly expected: Decision | null
  /** How many probes show it at this layer. */
  readonly seen: number
  readonly got: { readonly status: number | null; readonly headers: readonly HeaderLine[] }
  /** Present with `--baseline`: whether the baseline has a finding of the same layer, cause and resource. */
  readonly inBaseline?: boolean
}

export interface VerifyReport {
  readonly format: 'marque-verify/1'
  readonly bundle: Digest
  readonly environment: string
  /** RFC 3339. */
  readonly startedAt: string
  /** False where the run was interrupted or a layer was unreachable. */
  readonly complete: boolean
  readonly seed: number
  readonly layers: readonly {
    readonly name: string
    readonly url: string
    /** Requests, repeats included. */
    readonly sent: number
    /** Probes whose answer differs in more than what is harmless. */
    readonly drifted: number
    readonly unanswered: number
  }[]
  /** Probes by the reason for which they were not sent, or not judged. */
  readonly leftOut: { readonly [why: string]: number }
  /** The layers from the innermost, and the causes in their order. */
  readonly findings: readonly LayerFinding[]
}
