/**
 * The benchmark cases.
 *
 * @module
 */
import { actualForm, type MessageForm, originlessForm, preflightForm } from './message.ts'

export interface Case {
  readonly name: string
  readonly form: MessageForm
  /** `known`: each request from another known origin; `one`: all from one; `foreign`: all from an unknown origin. */
  readonly from: 'known' | 'one' | 'foreign'
  /** Expected decision, verified before the case runs; null if the contenders differ. */
  readonly want: 'granted' | 'denied' | null
}

const PLAIN = '/v1/accounts/4711/orders?page=2'
const NAMES = 'authorization,content-type,x-request-id'
const KIB64 = 65_536

const ACTUAL = actualForm(PLAIN)

/** Cases that depend on the number of origins: run at every count. */
export const BY_COUNT: readonly Case[] = [
  { name: 'actual, allowed', form: ACTUAL, from: 'known', want: 'granted' },
  { name: 'actual, allowed, always one origin', form: ACTUAL, from: 'one', want: 'granted' },
]

/** Other cases, run with one known origin. */
export const BY_KIND: readonly Case[] = [
  { name: 'actual, denied', form: ACTUAL, from: 'foreign', want: 'denied' },
  { name: 'no Origin', form: originlessForm(PLAIN), from: 'known', want: null },
  {
    name: 'preflight, allowed',
    form: preflightForm(PLAIN, 'PATCH', NAMES),
    from: 'known',
    want: 'granted',
  },
  {
    name: 'preflight, denied',
    form: preflightForm(PLAIN, 'PATCH', NAMES),
    from: 'foreign',
    want: 'denied',
  },
  {
    name: 'preflight, 64 KiB of commas',
    form: preflightForm(PLAIN, 'PATCH', ','.repeat(KIB64)),
    from: 'known',
    want: null,
  },
  {
    name: 'preflight, one name of 64 KiB',
    form: preflightForm(PLAIN, 'PATCH', 'x'.repeat(KIB64)),
    from: 'known',
    want: null,
  },
  {
    name: 'preflight, 10,000 names',
    form: preflightForm(
      PLAIN,
      'PATCH',
      Array.from({ length: 10_000 }, (_, at) => `x-${at}`).join(),
    ),
    from: 'known',
    want: null,
  },
  {
    name: 'preflight, 8 KiB of commas',
    form: preflightForm(PLAIN, 'PATCH', ','.repeat(8192)),
    from: 'known',
    want: null,
  },
  {
    name: 'actual, upper case in the path',
    form: actualForm('/v1/accounts/ACME/orders?page=2'),
    from: 'known',
    want: 'granted',
  },
  {
    name: 'actual, path with an escape',
    form: actualForm('/v1/accounts/caf%C3%A9/orders?page=2'),
    from: 'known',
    want: 'granted',
  },
  {
    name: 'actual, path escaped twice',
    form: actualForm('/v1/accounts/a%2520b/orders?page=2'),
    from: 'known',
    want: 'granted',
  },
  {
    name: 'actual, ambiguous path (peers grant it)',
    form: actualForm('/v1/accounts/%2e%2e/orders?page=2'),
    from: 'known',
    want: null,
  },
]

export const COUNTS: readonly number[] = [1, 100, 10_000, 1_000_000]

export const ALL: readonly Case[] = [...BY_COUNT, ...BY_KIND]
