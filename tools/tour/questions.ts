/**
 * The questions of the tour, on the example company's policy. The wanted reasons are checked: a tour that tells something else
 * than the engine fails.
 *
 * @module
 */

export interface Question {
  /** What happens, in one sentence. */
  readonly story: string
  readonly method: string
  readonly path: string
  readonly origin: string
  /** Further header lines. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly context?: object
  /** RFC 3339; the day of the tour where it is not said. */
  readonly now?: string
  /** The reason that the engine must give. */
  readonly reason: string
  /** What to learn from the answer. */
  readonly lesson: string
}

/** The public origin that the example guards. */
export const API = 'https://api.halyard.example'

/** The instant of the questions: the example's dates lie around it. */
export const NOW = '2026-11-22T12:00:00Z'

const shipmentOfCarrier = {
  method: 'GET',
  path: '/v1/shipments/771',
  origin: 'https://portal.oldmillfreight.example',
  headers: [['Authorization', 'Bearer …']],
  context: { scopes: ['shipments'] },
} as const

export const QUESTIONS: readonly Question[] = [
  {
    story: 'The booking application is about to pay; its browser asks first.',
    method: 'OPTIONS',
    path: '/v1/payments/4711',
    origin: 'https://app.halyard.example',
    headers: [
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', 'content-type,x-csrf-token'],
    ],
    reason: 'granted',
    lesson: 'Marque answers preflights itself, for five minutes; the application never sees them.',
  },
  {
    story: 'A page whose name begins like ours tries the same.',
    method: 'GET',
    path: '/v1/payments/4711',
    origin: 'https://app.halyard.example.evil.example',
    reason: 'origin-not-granted',
    lesson: 'Payments are restricted: the request is stopped, not only its answer hidden.',
  },
  {
    story: 'A path that a proxy and an application could read differently.',
    method: 'GET',
    path: '/assets/..%2fv1/payments/4711',
    origin: 'https://app.halyard.example',
    reason: 'path-ambiguous',
    lesson: 'Public for one layer, payments for the next: it belongs to no resource at all.',
  },
  {
    story: "The bank's page posts the result of a 3-D Secure challenge.",
    method: 'POST',
    path: '/v1/payments/challenge',
    origin: 'https://acs.firstharbourbank.example',
    reason: 'reach-only',
    lesson: 'Two questions, two answers: the form arrives, script of the bank reads nothing.',
  },
  {
    story: 'A carrier reads a shipment through the old version of the API.',
    ...shipmentOfCarrier,
    reason: 'granted',
    lesson: 'Granted to this set, for version 1, with the scope `shipments`.',
  },
  {
    story: 'The same request on the first day after the date that was agreed.',
    ...shipmentOfCarrier,
    now: '2027-04-01T00:00:00Z',
    reason: 'expired',
    lesson: 'Nobody had to remember: the date is in the policy, and every layer has a clock.',
  },
  {
    story: "One customer's application asks for another customer's shipments.",
    method: 'GET',
    path: '/t/aldertools/shipments/7',
    origin: 'https://ship.corvid-robotics.example',
    reason: 'origin-not-granted',
    lesson: "Each tenant has a directory of its own, and no other tenant's answer betrays it.",
  },
]
