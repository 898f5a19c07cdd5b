/**
 * The test cases of a bundle as a schema: an input with its whole decision.
 *
 * Their requests may be malformed on purpose, so that any strings are allowed; a decision is one that the engine can make.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { REASONS } from '../reasons.ts'
import type { Context } from '../request.ts'
import {
  anyText,
  boolean,
  filledText,
  json,
  list,
  nullable,
  object,
  oneOf,
  record,
  type Shape,
  text,
  textOr,
  tuple,
  whole,
} from './shape.ts'

const instant = whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const headerLines = list(tuple(anyText, anyText))

const request = object({ method: anyText, url: anyText, headers: headerLines })

const token = object({
  id: anyText,
  origin: anyText,
  tenant: nullable(anyText),
  resource: anyText,
  until: instant,
})

const context = object({}, {
  tenant: nullable(anyText),
  apiVersion: anyText,
  authenticatedAt: instant,
  roles: list(anyText),
  scopes: list(anyText),
  claims: record(anyText, json),
  token: textOr(oneOf('invalid'), token),
  certificate: boolean,
} satisfies { readonly [Key in keyof Required<Context>]: Shape })

const lockdown = object({
  mode: oneOf('credentials-off', 'public-only', 'deny-all'),
  scope: object({}, { tenant: anyText, resource: anyText, origin: anyText }),
})

const moment = object(
  { now: instant },
  { leaseUntil: instant, lockdowns: list(lockdown), revokedTokens: list(anyText) },
)

const decision = object({
  kind: oneOf('preflight', 'actual', 'same-origin', 'not-cors', 'websocket'),
  reach: boolean,
  read: boolean,
  reason: oneOf(...REASONS),
  status: nullable(oneOf(204, 400, 403)),
  resource: nullable(anyText),
  grant: nullable(whole(0, Number.MAX_SAFE_INTEGER)),
  exception: nullable(anyText),
  tenant: nullable(anyText),
  headers: headerLines,
  vary: list(anyText),
  removes: list(anyText),
  detail: anyText,
} satisfies { readonly [Key in keyof Decision]: Shape })

export const vector: Shape = object({
  id: filledText,
  rule: text('the number of a rule', (value) => /^D(?:[1-9]|[12][0-9]|30)$/.test(value)),
  in: object({ request, context, moment }),
  out: decision,
})
