/**
 * Mistakes at the gateway.
 *
 * @module
 */
import { bundleOf } from '../policy.ts'
import type { CompanyMistake } from './mistake.ts'
import { edited, OLDER_COMPANY_POLICY } from './policy.ts'

const row = (
  id: string,
  note: string,
  cause: CompanyMistake['expected']['cause'],
  gateway: NonNullable<CompanyMistake['gateway']>,
): CompanyMistake => ({ id, note, expected: { layer: 'gateway', cause }, gateway })

const day = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`

export const GATEWAY_MISTAKES: readonly CompanyMistake[] = [
  row('gateway-too-early', 'an exception is in force before its date', 'expired-still-granted', {
    policy: edited(
      null,
      'from: 2098-11-30T07:00:00Z\n    until: 2098-12-05T20:00:00Z',
      `from: ${day(-1)}\n    until: ${day(5)}`,
    ),
  }),
  {
    id: 'gateway-older-policy',
    note: 'the gateway still has the older policy, the application behind it the current one',
    expected: { layer: 'gateway', cause: 'stale-policy' },
    gateway: { policy: OLDER_COMPANY_POLICY },
    input: { alsoKnown: [bundleOf(OLDER_COMPANY_POLICY)] },
  },
  row('gateway-no-credentials', 'feature flags without credentials', 'credentials-missing', {
    policy: edited('feature-flags', ', credentials: true', ''),
  }),
  row('gateway-max-age', 'another maxAge for payments', 'max-age-differs', {
    policy: edited('payments', 'maxAge: 5m', 'maxAge: 20s'),
  }),
  row('gateway-grants-less', 'own applications may not read the flags', 'grants-too-little', {
    policy: edited('feature-flags', '[apps, operations', '[operations'),
  }),
  row('gateway-exposes-less', 'a header of quotes is not exposed', 'exposed-headers-differ', {
    policy: edited('quotes', '[etag, location]', '[etag]'),
  }),
]
