/**
 * Example requests, each with one of the policies in `playground/examples` and `examples`.
 *
 * @module
 */
import { EMPTY, type Form } from './input/index.ts'

/** Names of the policies, as in the build. */
export type PolicyName = 'minimal' | 'company' | 'broken'

export interface Example {
  /** Title in the list. */
  readonly title: string
  readonly policy: PolicyName
  readonly input: Partial<Omit<Form, 'policy'>>
}

/** Group labels in the list, by policy. */
export const GROUPS: { readonly [name in PolicyName]: string } = {
  minimal: 'Minimal policy',
  company: 'Company policy',
  broken: 'Invalid policy',
}

const MINIMAL = { url: 'https://api.example.com/v1/orders' } as const
const COMPANY = { now: '2098-11-22T12:00:00Z' } as const
const JSON_BODY = 'content-type: application/json'

export const EXAMPLES: readonly Example[] = [
  {
    title: 'the web application posts an order',
    policy: 'minimal',
    input: {
      ...MINIMAL,
      origin: 'https://app.example.com',
      method: 'POST',
      headers: JSON_BODY,
      credentials: true,
    },
  },
  {
    title: 'an unknown origin reads orders',
    policy: 'minimal',
    input: { ...MINIMAL, origin: 'https://evil.example' },
  },
  {
    title: 'a server, without an Origin header',
    policy: 'minimal',
    input: { ...MINIMAL, origin: '' },
  },
  {
    title: 'the application changes a shipment',
    policy: 'company',
    input: {
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
    input: {
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
    input: {
      ...COMPANY,
      origin: 'https://portal.brennertrucks.example',
      url: 'https://api.halyard.example/v2/shipments/4711',
      headers: 'authorization: Bearer example',
      context: '{ "scopes": ["events"] }',
    },
  },
  {
    title: 'a look-alike host name',
    policy: 'company',
    input: {
      ...COMPANY,
      origin: 'https://app.halyard.example.evil.example',
      url: 'https://api.halyard.example/v2/shipments',
    },
  },
  {
    title: 'any website tracks a parcel',
    policy: 'company',
    input: {
      ...COMPANY,
      origin: 'https://www.woodentrains.example',
      url: 'https://api.halyard.example/v1/track/HAL123',
    },
  },
  {
    title: 'an expired exception',
    policy: 'company',
    input: {
      ...COMPANY,
      now: '2098-11-29T12:00:00Z',
      origin: 'https://debug.oldmillfreight.example',
      url: 'https://api.halyard.example/v2/shipments/4711',
    },
  },
  {
    title: 'an ambiguous path',
    policy: 'company',
    input: {
      ...COMPANY,
      origin: 'https://app.halyard.example',
      url: 'https://api.halyard.example/v1/track/..%2fshipments',
    },
  },
  {
    title: 'an unknown origin opens a WebSocket',
    policy: 'company',
    input: {
      ...COMPANY,
      origin: 'https://evil.example',
      url: 'wss://api.halyard.example/v2/live',
    },
  },
  {
    title: 'mistakes found in real deployments',
    policy: 'broken',
    input: { ...MINIMAL, now: '2098-11-22T12:00:00Z', origin: 'https://app.example.com' },
  },
]

/** The form of an example. */
export function formOf(
  { policy, input }: Example,
  policies: { readonly [name: string]: string },
): Form {
  return { ...EMPTY, ...input, policy: policies[policy] ?? '' }
}
