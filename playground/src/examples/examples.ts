/**
 * Questions to begin with, each to one of the policies in `playground/examples` and `examples`.
 *
 * @module
 */
import { EMPTY, type Form } from '../question/form.ts'

/** The policies, by the name that the build gives them. */
export type PolicyName = 'minimal' | 'company' | 'broken'

export interface Example {
  /** A few words for the list. */
  readonly title: string
  readonly policy: PolicyName
  readonly ask: Partial<Omit<Form, 'policy'>>
}

/** The groups of the list, by policy. */
export const GROUPS: { readonly [name in PolicyName]: string } = {
  minimal: 'The smallest policy',
  company: 'A company',
  broken: 'A policy with mistakes',
}

const MINIMAL = { url: 'https://api.example.com/v1/orders' } as const
const COMPANY = { now: '2098-11-22T12:00:00Z' } as const
const JSON_BODY = 'content-type: application/json'

export const EXAMPLES: readonly Example[] = [
  {
    title: 'its own application posts an order',
    policy: 'minimal',
    ask: {
      ...MINIMAL,
      origin: 'https://app.example.com',
      method: 'POST',
      headers: JSON_BODY,
      credentials: true,
    },
  },
  {
    title: 'a stranger reads orders',
    policy: 'minimal',
    ask: { ...MINIMAL, origin: 'https://evil.example' },
  },
  {
    title: 'a server asks, without an origin',
    policy: 'minimal',
    ask: { ...MINIMAL, origin: '' },
  },
  {
    title: 'the application changes a shipment',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://app.halyard.example',
      method: 'PATCH',
      url: 'https://api.halyard.example/v2/shipments/4711',
      headers: `${JSON_BODY}\nx-csrf-token: 1`,
      credentials: true,
    },
  },
  {
    title: 'the same, with the method in lower case',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://app.halyard.example',
      method: 'patch',
      url: 'https://api.halyard.example/v2/shipments/4711',
      headers: `${JSON_BODY}\nx-csrf-token: 1`,
      credentials: true,
    },
  },
  {
    title: 'a carrier without the scope',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://portal.brennertrucks.example',
      url: 'https://api.halyard.example/v2/shipments/4711',
      headers: 'authorization: Bearer example',
      context: '{ "scopes": ["events"] }',
    },
  },
  {
    title: 'a name that only ends like ours',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://app.halyard.example.evil.example',
      url: 'https://api.halyard.example/v2/shipments',
    },
  },
  {
    title: 'anybody tracks a parcel',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://www.woodentrains.example',
      url: 'https://api.halyard.example/v1/track/HAL123',
    },
  },
  {
    title: 'a partner whose exception has ended',
    policy: 'company',
    ask: {
      ...COMPANY,
      now: '2098-11-29T12:00:00Z',
      origin: 'https://debug.oldmillfreight.example',
      url: 'https://api.halyard.example/v2/shipments/4711',
    },
  },
  {
    title: 'a path that two servers read differently',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://app.halyard.example',
      url: 'https://api.halyard.example/v1/track/..%2fshipments',
    },
  },
  {
    title: 'a stranger opens a WebSocket',
    policy: 'company',
    ask: {
      ...COMPANY,
      origin: 'https://evil.example',
      url: 'wss://api.halyard.example/v2/live',
    },
  },
  {
    title: 'every line of this has been deployed somewhere',
    policy: 'broken',
    ask: { ...MINIMAL, now: '2098-11-22T12:00:00Z', origin: 'https://app.example.com' },
  },
]

/** The form that an example fills. */
export function formOf(
  { policy, ask }: Example,
  policies: { readonly [name: string]: string },
): Form {
  return { ...EMPTY, ...ask, policy: policies[policy] ?? '' }
}
