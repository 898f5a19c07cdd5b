/**
 * Input of runs in browsers.
 *
 * @module
 */
import { type Bundle, digestOf, type HeaderLine } from '@marque/core'
import type { VerifyInput, VerifyReport } from '@marque/verify'

/** @param layers Addresses by name, the outermost first. */
export function inputFor(
  bundle: Bundle,
  layers: { readonly [name: string]: string },
  credentials: readonly HeaderLine[] = [],
  signal: AbortSignal = new AbortController().signal,
): VerifyInput {
  return {
    bundle,
    layers: Object.entries(layers).map(([name, url]) => ({
      name,
      url,
      http: 1,
      target: null,
      onlyAsSeen: false,
    })),
    alsoKnown: [],
    context: null,
    paths: [],
    maxProbes: 10_000,
    mutating: false,
    throughCache: false,
    asking: {
      headers: [],
      credentials,
      concurrency: 1,
      rate: null,
      replicas: 1,
      tls: { ca: null, client: null },
      seed: 1,
      timeout: 60_000,
      signal,
    },
    now: Date.now,
  }
}

/** A report of `verify` without findings. */
export function emptyReport({ bundle, layers, asking }: VerifyInput): VerifyReport {
  return {
    format: 'marque-verify/1',
    bundle: digestOf(bundle),
    environment: bundle.environment,
    startedAt: '2026-11-30T00:00:00.000Z',
    complete: true,
    seed: asking.seed,
    layers: layers.map(({ name, url }) => ({ name, url, sent: 0, drifted: 0, unanswered: 0 })),
    leftOut: {},
    findings: [],
  }
}
