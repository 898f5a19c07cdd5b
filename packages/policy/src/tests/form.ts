/**
 * The schema of test files, in the form that {@link checkShape} reads.
 *
 * @module
 */
import { REASONS, type Reason } from '@marque/core'
import type { DocumentKind, Form } from '../document/index.ts'

const text: Form = { type: 'string' }
const texts: Form = { type: 'array', items: text }
const any: Form = { $ref: 'any' }

/** Reasons of the layer itself, of incidents and of expired leases: none of them occurs in a test. */
const NOT_IN_TESTS: readonly Reason[] = ['no-policy', 'rate-limited', 'locked-down', 'policy-stale']

/** Reasons that only an actual request has. */
const NOT_IN_PREFLIGHTS: readonly Reason[] = [
  'same-origin',
  'not-cors',
  'cross-site-blocked',
  'websocket-not-granted',
  'token-required',
  'token-invalid',
]

/** The reasons that `expect.reason` accepts. */
export const CASE_REASONS: readonly Reason[] = REASONS.filter(
  (reason) => !NOT_IN_TESTS.includes(reason),
)

/** The values that `expect.preflight` accepts. */
const PREFLIGHT_OUTCOMES: readonly string[] = [
  'not-needed',
  'granted',
  ...CASE_REASONS.filter((reason) => reason !== 'granted' && !NOT_IN_PREFLIGHTS.includes(reason)),
]

const token: Form = {
  type: 'object',
  properties: {
    id: text,
    origin: text,
    tenant: { anyOf: [text, { type: 'null' }] },
    resource: text,
    until: text,
  },
  required: ['origin', 'resource', 'until'],
  additionalProperties: false,
}

const context: Form = {
  type: 'object',
  properties: {
    tenant: { anyOf: [text, { type: 'null' }] },
    apiVersion: text,
    authenticatedAt: text,
    roles: texts,
    scopes: texts,
    claims: { type: 'object', additionalProperties: any },
    token: { anyOf: [{ type: 'string', enum: ['invalid'] }, token] },
    certificate: { type: 'boolean' },
  },
  additionalProperties: false,
}

const expect: Form = {
  type: 'object',
  properties: {
    preflight: { type: 'string', enum: PREFLIGHT_OUTCOMES },
    reach: { type: 'boolean' },
    read: { type: 'boolean' },
    reason: { type: 'string', enum: CASE_REASONS },
    resource: { anyOf: [text, { type: 'null' }] },
    exposeHeaders: texts,
    requestHeaders: texts,
    credentials: { type: 'boolean' },
  },
  additionalProperties: false,
}

/** A request, or a comparison: which keys are required depends on `sameAs`. */
const oneCase: Form = {
  type: 'object',
  properties: {
    name: text,
    url: text,
    expect,
    origin: { anyOf: [text, { type: 'null' }] },
    method: text,
    requestHeaders: { anyOf: [texts, { type: 'object', additionalProperties: text }] },
    credentials: { type: 'string', enum: ['omit', 'include'] },
    context,
    now: text,
    sameAs: text,
  },
  required: ['name'],
  additionalProperties: false,
}

/** The kind of document that a test file is. */
export const TEST_FILE: DocumentKind = {
  name: 'test file',
  form: {
    type: 'object',
    properties: {
      policy: text,
      env: text,
      now: text,
      cases: { type: 'array', items: oneCase },
    },
    required: ['policy', 'cases'],
    additionalProperties: false,
  },
}
