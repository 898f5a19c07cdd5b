/**
 * The CORS rules that every contender is configured with.
 *
 * @module
 */
import { type Bundle, type Engine, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'

/** The response headers that all contenders set. */
export const RULES = {
  methods: ['DELETE', 'GET', 'PATCH', 'POST'],
  requestHeaders: ['authorization', 'content-type', 'x-csrf-token', 'x-request-id'],
  exposeHeaders: ['etag', 'x-request-id'],
  /** Seconds. */
  maxAge: 600,
} as const

/** An origin that is allowed at every count. */
export const KNOWN_ORIGIN = 'https://app-0.customers.example.com'

/** An origin that is never allowed, of the same length as the known one. */
export const FOREIGN_ORIGIN = 'https://app-0.customers.example.net'

/** `count` origins including {@link KNOWN_ORIGIN}, shuffled. */
export function originsFor(count: number): readonly string[] {
  const origins = Array.from({ length: count }, (_, at) => originAt(at))
  shuffle(origins)
  return origins
}

function originAt(at: number): string {
  return `https://app-${at.toString(36)}.customers.example.com`
}

/** Fisher-Yates with a fixed seed: every run has the same order. */
function shuffle(list: string[]): void {
  let state = 0x9e3779b9
  for (let at = list.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = state % (at + 1)
    const kept = list[at] ?? ''
    list[at] = list[other] ?? ''
    list[other] = kept
  }
}

/** The policy document for these rules. */
export function policyText(origins: readonly string[]): string {
  return JSON.stringify({
    version: 1,
    self: ['https://api.example.com'],
    origins: {
      customers: { allow: origins, owner: 'web@example.com', purpose: 'customer applications' },
    },
    resources: [
      {
        name: 'api',
        match: [{ path: '/v1/**' }],
        sensitivity: 'internal',
        enforce: 'block',
        grants: [{ origins: ['customers'], ...RULES, credentials: true, maxAge: RULES.maxAge }],
      },
    ],
  })
}

/** @throws {Error} The policy has errors. */
export function bundleFor(origins: readonly string[]): Bundle {
  const { bundle, findings } = compile(load(policyText(origins), 'bench.json'), {
    environment: 'production',
    now: Date.now(),
  })
  if (bundle === null) throw new Error(`the policy is invalid: ${findings[0]?.message}`)
  return bundle
}

export function engineFor(origins: readonly string[]): Engine {
  return prepare(bundleFor(origins))
}
